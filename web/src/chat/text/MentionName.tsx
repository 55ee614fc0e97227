import { useQueries } from '@tanstack/react-query';
import { useLive } from '../../app/live';
import { peopleApi, personKey } from '../../people/person';
import { showPerson } from '../../people/personCard';

interface Props {
  name: string;
  mentions?: readonly string[];
  everyone?: string;
}

/** A name in a message, if somebody is meant by it. One's own stands out. */
export function MentionName({ name, mentions = [], everyone }: Props) {
  const { me } = useLive();
  const people = useQueries({
    queries: mentions.map((id) => ({ queryKey: personKey(id), queryFn: () => peopleApi.byId(id), staleTime: 60_000 })),
  });
  const lower = name.toLowerCase();
  if (lower === everyone) {
    return <mark className="rounded bg-warn-soft px-0.5 font-medium text-warn">@{name}</mark>;
  }
  const mine = me.username.toLowerCase() === lower && mentions.includes(me.id);
  const person = mine ? me : people.find((query) => query.data?.username.toLowerCase() === lower)?.data;
  if (!person) {
    return <>@{name}</>;
  }
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      className={`rounded px-0.5 align-baseline font-medium hover:underline ${mine ? 'bg-warn-soft text-warn' : 'bg-accent-soft text-accent-text'}`}
      onClick={() => showPerson(person)}
    >
      @{name}
    </button>
  );
}
