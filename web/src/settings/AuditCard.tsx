import { accountApi, auditKey, type AuditEvent } from '../account/accountApi';
import { usePages } from '../api/pages';
import { Card } from '../design/Card';
import { PagedList } from '../design/PagedList';
import { fullOf } from '../design/when';
import { sentenceOf } from './auditEvent';

export function AuditCard() {
  const list = usePages<AuditEvent>({ key: auditKey, get: accountApi.audit });
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
            <p className="text-[13px] text-muted">
              {[fullOf(event.at), event.device, event.address].filter(Boolean).join(' · ')}
            </p>
          </li>
        )}
      </PagedList>
    </Card>
  );
}
