import type { AuditEvent } from '../account/accountApi';
import type { Page } from '../api/http';
import { call } from '../session/call';
import type { OwnProfile } from '../session/session';

/** Whose account, and who did it, besides what people see of their own. */
export interface AnyAuditEvent extends AuditEvent {
  userId: string | null;
  actorId: string | null;
}

export type Role = OwnProfile['role'];

export interface Account {
  id: string;
  username: string;
  displayName: string;
  email: string | null;
  role: Role;
  status: 'active' | 'suspended' | 'deleting';
  suspensionReason: string | null;
  /** Null without an end, or without a suspension. */
  suspendedUntil: string | null;
  createdAt: string;
  deletionAt?: string | null;
}

export interface AccountFilter {
  query: string;
  status: string;
  role: string;
}

const api = '/api/identity/admin';

export const adminKey = ['admin'] as const;
export const accountsKey = (filter: AccountFilter) => [...adminKey, 'accounts', filter] as const;
export const accountKey = (id: string) => [...adminKey, 'account', id] as const;
export const auditLogKey = (userId: string, type: string) => [...adminKey, 'audit', userId, type] as const;

/** Left out of the address where nothing was chosen. */
const given = (value: string) => value || undefined;

export const adminApi = {
  accounts: ({ query, status, role }: AccountFilter, cursor?: string) =>
    call<Page<Account>>(`${api}/users`, {
      query: { query: given(query), status: given(status), role: given(role), cursor, limit: 20 },
    }),
  account: (id: string) => call<Account>(`${api}/users/${id}`),
  suspend: (id: string, reason: string, until: string | null) =>
    call(`${api}/users/${id}/suspend`, { method: 'POST', body: { reason, ...(until && { until }) } }),
  unsuspend: (id: string) => call(`${api}/users/${id}/unsuspend`, { method: 'POST' }),
  setRole: (id: string, role: Role) => call(`${api}/users/${id}/role`, { method: 'PUT', body: { role } }),
  endSessions: (id: string) => call(`${api}/users/${id}/sessions/end`, { method: 'POST' }),
  audit: (userId: string, type: string, cursor?: string) =>
    call<Page<AnyAuditEvent>>(`${api}/audit`, { query: { userId: given(userId), type: given(type), cursor, limit: 30 } }),
};
