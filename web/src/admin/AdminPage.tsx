import { useMe } from '../account/useMe';
import type { AdminSection } from '../app/route';
import { Empty } from '../design/Notices';
import { SectionedPage } from '../design/SectionedPage';
import { AccountsSection } from './AccountsSection';
import { AuditSection } from './AuditSection';

/** For moderators and admins. The server decides; this only spares the others pages that would not work. */
export function AdminPage({ section }: { section: AdminSection | null }) {
  const { role } = useMe();
  if (role === 'user') {
    return (
      <main className="grid flex-1 place-items-center">
        <Empty icon="lock" title="This page is for operators" />
      </main>
    );
  }
  const people = {
    route: { page: 'admin', section: 'people' },
    icon: 'people',
    name: 'People',
    content: <AccountsSection />,
  } as const;
  const audit = {
    route: { page: 'admin', section: 'audit' },
    icon: 'shield',
    name: 'Audit log',
    content: <AuditSection />,
  } as const;
  return (
    <SectionedPage
      title="Administration"
      open={{ page: 'admin', section }}
      list={{ page: 'admin', section: null }}
      sections={role === 'admin' ? [people, audit] : [people]}
    />
  );
}
