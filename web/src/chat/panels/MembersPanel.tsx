import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePages } from '../../api/pages';
import { useLive } from '../../app/live';
import { useStore } from '../../app/store';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { sayProblem } from '../../design/flash';
import { MenuButton } from '../../design/Menu';
import { PagedList } from '../../design/PagedList';
import { nameOf } from '../../people/person';
import { PersonAvatar } from '../../people/PersonAvatar';
import { showPerson } from '../../people/personCard';
import { statusOf } from '../../presence/presence';
import { usePane } from '../acts/pane';
import { chatApi, type Member } from '../chatApi';
import type { Role } from '../conversation';
import { SidePanel } from './SidePanel';

const roleNames: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: '' };

export function MembersPanel({ close }: { close: () => void }) {
  const { conversation } = usePane();
  const list = usePages<Member>({
    key: ['chat', 'members', conversation.id],
    get: (cursor) => chatApi.members(conversation.id, cursor),
  });
  return (
    <SidePanel title="Members" about={`${conversation.memberCount} in this room`} close={close}>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        <PagedList list={list} label="Members" empty={<p className="p-4 text-sm text-muted">Nobody is here.</p>}>
          {(member) => <Row key={member.user.id} member={member} />}
        </PagedList>
      </div>
    </SidePanel>
  );
}

function Row({ member: { user, role } }: { member: Member }) {
  const { me, presence } = useLive();
  const { conversation, manages } = usePane();
  const queries = useQueryClient();
  const status = useStore(presence.people).get(user.id);
  const [asking, setAsking] = useState<'remove' | 'owner' | null>(null);
  const name = nameOf(user);
  const isOwner = conversation.role === 'owner';
  const refresh = () => void queries.invalidateQueries({ queryKey: ['chat', 'members', conversation.id] });
  const give = (next: Role) => void chatApi.giveRole(conversation.id, user.id, next).then(refresh).catch(sayProblem);
  const mayRemove = manages && (isOwner || role === 'member');
  const other = user.id !== me.id && role !== 'owner';
  return (
    <li className="flex items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-hover">
      <button type="button" aria-haspopup="dialog" className="flex min-w-0 flex-1 items-center gap-3 rounded-lg text-left" onClick={() => showPerson(user)}>
        <PersonAvatar person={user} status={status && statusOf(status)} />
        <span className="min-w-0">
          <span className="block truncate font-medium">{user.id === me.id ? `${name} (you)` : name}</span>
          <span className="block truncate text-[13px] text-muted">{roleNames[role] || `@${user.username}`}</span>
        </span>
      </button>
      {other && (isOwner || mayRemove) && (
        <MenuButton
          label={`What to do with ${name}`}
          entries={[
            isOwner && role === 'member' && { icon: 'shield', name: 'Make admin', act: () => give('admin') },
            isOwner && role === 'admin' && { icon: 'person', name: 'Make member', act: () => give('member') },
            isOwner && { icon: 'key', name: 'Make owner…', act: () => setAsking('owner') },
            mayRemove && { icon: 'remove', name: 'Remove from the room…', danger: true, act: () => setAsking('remove') },
          ]}
        />
      )}
      {asking && (
        <Dialog title={asking === 'remove' ? `Remove ${name}?` : `Give the room to ${name}?`} close={() => setAsking(null)}>
          <p className="mb-4 text-sm text-muted">
            {asking === 'remove' ? 'They no longer see what is written here. They may join again.' : 'You will be an admin then.'}
          </p>
          <Button
            look={asking === 'remove' ? 'danger' : 'primary'}
            className="h-10 w-full"
            onClick={() => {
              setAsking(null);
              if (asking === 'owner') {
                give('owner');
              } else {
                void chatApi.removeMember(conversation.id, user.id).then(refresh).catch(sayProblem);
              }
            }}
          >
            {asking === 'remove' ? 'Remove' : 'Make owner'}
          </Button>
        </Dialog>
      )}
    </li>
  );
}
