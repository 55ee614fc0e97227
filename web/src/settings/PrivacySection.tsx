import { AudiencesCard } from './AudiencesCard';
import { BlockedCard } from './BlockedCard';
import { DeleteAccountCard } from './DeleteAccountCard';
import { ExportCard } from './ExportCard';

export function PrivacySection() {
  return (
    <>
      <AudiencesCard />
      <BlockedCard />
      <ExportCard />
      <DeleteAccountCard />
    </>
  );
}
