import { accountApi, auditKey, type OwnAuditEvent } from '../account/accountApi';
import { usePages } from '../api/pages';
import { Card } from '../design/Card';
import { PagedList } from '../design/PagedList';
import { fullOf } from '../design/when';
import { deviceName } from './deviceName';
import { detailOf, sentenceOf } from './auditEvent';

export function AuditCard() {
  const list = usePages<OwnAuditEvent>({ key: auditKey, get: accountApi.audit });
  return (
    <Card title="Recent security events" about="Something you do not know? Change your password and sign out other devices.">
      <PagedList
        list={list}
        label="Security events"
        className="divide-y divide-line"
        empty={<p className="text-sm text-muted">Nothing yet.</p>}
      >
        {(event) => (
          <li key={event.id} className="py-2">
            <p>
              {sentenceOf(event)}
              {event.actor !== 'self' && <span className="text-muted"> (by {event.actor === 'admin' ? 'an operator' : 'the system'})</span>}
            </p>
            <p className="text-[13px] break-words text-muted">
              {[fullOf(event.at), event.device && deviceName(event.device), event.address, detailOf(event)].filter(Boolean).join(' · ')}
            </p>
          </li>
        )}
      </PagedList>
    </Card>
  );
}
