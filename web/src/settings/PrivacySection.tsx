import { AudiencesCard } from './AudiencesCard';
import { BlockedCard } from './BlockedCard';
import { DeleteAccountCard } from './DeleteAccountCard';
import { ExportCard } from './ExportCard';
import { ReadReceiptsCard } from './ReadReceiptsCard';

export function PrivacySection() {
  return (
    <>
      <AudiencesCard />
      <ReadReceiptsCard />
      <BlockedCard />
      <ExportCard />
      <DeleteAccountCard />
    </>
  );
}
