import type { SettingsSection } from '../app/route';
import { SectionedPage } from '../design/SectionedPage';
import { AccountSection } from './AccountSection';
import { PrivacySection } from './PrivacySection';
import { ProfileSection } from './ProfileSection';
import { SecuritySection } from './SecuritySection';

export function SettingsPage({ section }: { section: SettingsSection | null }) {
  return (
    <SectionedPage
      title="Settings"
      open={{ page: 'settings', section }}
      list={{ page: 'settings', section: null }}
      sections={[
        { route: { page: 'settings', section: 'profile' }, icon: 'person', name: 'Profile', content: <ProfileSection /> },
        { route: { page: 'settings', section: 'account' }, icon: 'mail', name: 'Account', content: <AccountSection /> },
        { route: { page: 'settings', section: 'security' }, icon: 'shield', name: 'Security', content: <SecuritySection /> },
        { route: { page: 'settings', section: 'privacy' }, icon: 'eye', name: 'Privacy', content: <PrivacySection /> },
      ]}
    />
  );
}
