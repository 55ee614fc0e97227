import { useState } from 'react';
import { usePages } from '../api/pages';
import { useSettled } from '../app/useSettled';
import { PagedList } from '../design/PagedList';
import { SearchField } from '../design/SearchField';
import { Select } from '../design/Select';
import { PersonAvatar } from '../people/PersonAvatar';
import { AccountDialog } from './AccountDialog';
import { accountsKey, adminApi, type Account } from './adminApi';

const statuses = [
  ['', 'Any status'],
  ['active', 'Active'],
  ['suspended', 'Suspended'],
  ['deleting', 'To be deleted'],
] as const;
const roles = [
  ['', 'Any role'],
  ['user', 'User'],
  ['moderator', 'Moderator'],
  ['admin', 'Admin'],
] as const;

export function AccountsSection() {
  const [query, setQuery] = useState('');
  const [status, setStatus] = useState('');
  const [role, setRole] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const filter = { query: useSettled(query.trim()), status, role };
  const list = usePages<Account>({ key: accountsKey(filter), get: (cursor) => adminApi.accounts(filter, cursor) });
  return (
    <>
      <SearchField label="Search people" value={query} onChange={setQuery} />
      <div className="mt-3 grid grid-cols-2 gap-3">
        <Select label="Status" value={status} options={statuses} onChange={(event) => setStatus(event.target.value)} />
        <Select label="Role" value={role} options={roles} onChange={(event) => setRole(event.target.value)} />
      </div>
      <PagedList
        list={list}
        label="Accounts"
        rows={6}
        className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-raised"
        empty={<p className="py-6 text-center text-sm text-muted">Nobody fits.</p>}
      >
        {(account) => (
          <li key={account.id}>
            <button
              type="button"
              aria-haspopup="dialog"
              onClick={() => setOpen(account.id)}
              className="flex w-full items-center gap-3 px-4 py-2.5 text-left -outline-offset-2 hover:bg-hover"
            >
              <PersonAvatar person={account} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{account.displayName || account.username}</span>
                <span className="block truncate text-[13px] text-muted">
                  @{account.username}
                  {account.email && ` · ${account.email}`}
                </span>
              </span>
              <Mark account={account} />
            </button>
          </li>
        )}
      </PagedList>
      {open && <AccountDialog id={open} close={() => setOpen(null)} />}
    </>
  );
}

/** Only what is out of the ordinary. */
function Mark({ account }: { account: Account }) {
  const words = [
    account.role !== 'user' && account.role,
    account.status === 'suspended' && 'suspended',
    account.status === 'deleting' && 'to be deleted',
  ].filter(Boolean);
  return words.length === 0 ? null : (
    <span className="shrink-0 rounded-full bg-hover px-2.5 py-0.5 text-[13px] font-medium">{words.join(', ')}</span>
  );
}
