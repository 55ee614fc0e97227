import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '../design/Button';
import { Card } from '../design/Card';
import { ErrorNote, Skeleton } from '../design/Notices';
import { Select } from '../design/Select';
import { call } from '../session/call';

type Audience = 'everyone' | 'friends_of_friends' | 'friends' | 'nobody';
type Privacy = Record<'friendRequests' | 'directMessages' | 'groupInvites' | 'gameInvites' | 'presence', Audience>;

const questions: readonly (readonly [keyof Privacy, string])[] = [
  ['friendRequests', 'Who may ask to be your friend'],
  ['directMessages', 'Who may write to you'],
  ['groupInvites', 'Who may invite you to groups'],
  ['gameInvites', 'Who may invite you to games'],
  ['presence', 'Who sees whether you are here'],
];

const audiences: readonly (readonly [Audience, string])[] = [
  ['everyone', 'Everyone'],
  ['friends_of_friends', 'Friends of friends, and people in your groups'],
  ['friends', 'Friends'],
  ['nobody', 'Nobody'],
];

const api = '/api/friends/privacy';
const key = ['account', 'privacy'] as const;

export function AudiencesCard() {
  const queries = useQueryClient();
  const privacy = useQuery({ queryKey: key, queryFn: () => call<Privacy>(api) });
  const save = useMutation({
    mutationFn: (next: Privacy) => call(api, { method: 'PUT', body: next }),
    // Shown at once; when it was refused, as the server has it.
    onMutate: (next) => queries.setQueryData(key, next),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  return (
    <Card title="Who may reach you" about="People whom you block never can, whatever stands here.">
      {privacy.isPending && <Skeleton rows={3} label="Loading" />}
      {privacy.isError && (
        <div className="space-y-3">
          <ErrorNote>{privacy.error.message}</ErrorNote>
          <Button onClick={() => void privacy.refetch()}>Try again</Button>
        </div>
      )}
      {privacy.data &&
        questions.map(([what, question]) => (
          <Select
            key={what}
            label={question}
            value={privacy.data[what]}
            options={audiences}
            onChange={(event) => save.mutate({ ...privacy.data, [what]: event.target.value as Audience })}
          />
        ))}
      <p role="status" className="text-sm text-muted">
        {save.isSuccess && 'Saved.'}
      </p>
      {save.isError && <ErrorNote>{save.error.message}</ErrorNote>}
    </Card>
  );
}
