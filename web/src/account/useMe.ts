import { useQuery } from '@tanstack/react-query';
import { useStore } from '../app/store';
import { session, type OwnProfile } from '../session/session';
import { accountApi, profileKey } from './accountApi';

/** The account of the one who is signed in. Only inside a session. */
export function useMe(): OwnProfile {
  const current = useStore(session);
  if (current.status !== 'signed-in') {
    throw new Error('Only inside a session.');
  }
  return current.user;
}

/** An address confirmed in another window, or a role given by somebody else, shows when one comes back to this one. */
export function useFreshProfile(): void {
  useQuery({ queryKey: profileKey, queryFn: accountApi.me, refetchOnWindowFocus: true });
}
