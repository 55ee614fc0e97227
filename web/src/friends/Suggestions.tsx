import { usePages } from '../api/pages';
import { IconButton } from '../design/Button';
import { PagedList } from '../design/PagedList';
import { nameOf } from '../people/person';
import { friendsApi, suggestionsKey, type Suggestion } from './friend';
import { PersonRow } from './PersonRow';
import { useFriendAct } from './useFriends';

export function Suggestions() {
  const list = usePages<Suggestion>({ key: suggestionsKey, get: friendsApi.suggestions });
  return (
    <section aria-label="Suggestions">
      <h3 className="px-2 pt-3 pb-1 text-xs font-semibold tracking-wide text-muted uppercase">Maybe you know</h3>
      <PagedList
        list={list}
        label="Suggested people"
        empty={<p className="px-2 py-2 text-sm text-muted">Friends of your friends will appear here. Type a name to find others.</p>}
      >
        {(suggestion) => <Row key={suggestion.user.id} suggestion={suggestion} />}
      </PagedList>
    </section>
  );
}

function Row({ suggestion: { user, mutual } }: { suggestion: Suggestion }) {
  const dismiss = useFriendAct(() => friendsApi.dismiss(user.id));
  return (
    <PersonRow person={user} line={mutual === 1 ? '1 mutual friend' : `${mutual} mutual friends`}>
      <IconButton
        icon="close"
        label={`Do not suggest ${nameOf(user)} again`}
        disabled={dismiss.isPending}
        onClick={() => dismiss.mutate()}
      />
    </PersonRow>
  );
}
