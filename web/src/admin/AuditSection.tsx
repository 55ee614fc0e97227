import { useState } from 'react';
import { usePages } from '../api/pages';
import { useSettled } from '../app/useSettled';
import { PagedList } from '../design/PagedList';
import { SearchField } from '../design/SearchField';
import { Select } from '../design/Select';
import { fullOf } from '../design/when';
import { usePerson } from '../people/usePerson';
import { auditTypes, detailOf, sentenceOf } from '../settings/auditEvent';
import { deviceName } from '../settings/deviceName';
import { adminApi, auditLogKey, type AnyAuditEvent } from './adminApi';

const id = /^[0-9a-f-]{36}$/i;

export function AuditSection() {
  const [typed, setTyped] = useState('');
  const [type, setType] = useState('');
  const settled = useSettled(typed.trim());
  const userId = id.test(settled) ? settled : '';
  const list = usePages<AnyAuditEvent>({
    key: auditLogKey(userId, type),
    get: (cursor) => adminApi.audit(userId, type, cursor),
  });
  return (
    <>
      <SearchField label="Id of an account" value={typed} onChange={setTyped} />
      {settled !== '' && userId === '' && <p className="mt-1 text-[13px] text-danger">An id has 36 letters and digits.</p>}
      <Select
        className="mt-3"
        label="Kind of event"
        value={type}
        options={[['', 'All'], ...auditTypes]}
        onChange={(event) => setType(event.target.value)}
      />
      <PagedList
        list={list}
        label="Audit events"
        rows={6}
        className="divide-y divide-line rounded-2xl border border-line bg-raised"
        empty={<p className="py-6 text-center text-sm text-muted">Nothing of that kind.</p>}
      >
        {(event) => <Row key={event.id} event={event} />}
      </PagedList>
    </>
  );
}

function Row({ event }: { event: AnyAuditEvent }) {
  return (
    <li className="px-4 py-2.5">
      <p>
        <b className="font-semibold">{event.userId && <Name id={event.userId} />}</b> {sentenceOf(event)}
        {event.actorId && event.actorId !== event.userId && (
          <span className="text-muted">
            {' '}
            (by <Name id={event.actorId} />)
          </span>
        )}
      </p>
      <p className="text-sm break-words">{detailOf(event)}</p>
      <p className="text-[13px] text-muted">{[fullOf(event.at), event.device && deviceName(event.device), event.address].filter(Boolean).join(' · ')}</p>
    </li>
  );
}

function Name({ id }: { id: string }) {
  const person = usePerson(id);
  return <span title={id}>{person ? `@${person.username}` : id.slice(-8)}</span>;
}
