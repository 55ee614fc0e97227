import { Avatar } from '../design/Avatar';
import type { Status } from '../presence/presence';
import { usePerson } from './usePerson';

interface Props {
  person: { id: string; username: string };
  /** Drawn as a dot when given. */
  status?: Status;
  size?: string;
}

/** The picture of a person, wherever they are named. */
export function PersonAvatar({ person, status, size }: Props) {
  const known = usePerson(person.id);
  return <Avatar name={known?.username ?? person.username} picture={known?.avatarUrl} status={status} size={size} />;
}
