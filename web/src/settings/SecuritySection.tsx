import { useMe } from '../account/useMe';
import { AuditCard } from './AuditCard';
import { PasskeysCard } from './PasskeysCard';
import { SessionsCard } from './SessionsCard';
import { TwoFactorCard } from './TwoFactorCard';

export function SecuritySection() {
  const me = useMe();
  return (
    <>
      {me.isGuest ? (
        <p className="mb-5 text-sm text-muted">Keep this account first; then you can protect it by a second step and passkeys.</p>
      ) : (
        <>
          <TwoFactorCard />
          <PasskeysCard />
        </>
      )}
      <SessionsCard />
      <AuditCard />
    </>
  );
}
