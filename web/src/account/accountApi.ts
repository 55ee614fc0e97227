import type { Page } from '../api/http';
import { call, callForFile } from '../session/call';
import { updateProfile, type OwnProfile } from '../session/session';

export interface DeviceSession {
  id: string;
  device: string | null;
  address: string | null;
  createdAt: string;
  lastUsedAt: string;
  current: boolean;
}

export interface Passkey {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

export interface AuditEvent {
  id: string;
  at: string;
  type: string;
  address: string | null;
  device: string | null;
  /** Depends on the type. */
  detail: unknown;
}

export interface OwnAuditEvent extends AuditEvent {
  actor: 'self' | 'admin' | 'system';
}

export interface DataExport {
  id: string;
  status: 'gathering' | 'ready' | 'expired';
  requestedAt: string;
  readyAt: string | null;
  expiresAt: string | null;
  services: { service: string; done: boolean }[];
}

const api = '/api/identity';

export const profileKey = ['account', 'profile'] as const;
export const sessionsKey = ['account', 'sessions'] as const;
export const passkeysKey = ['account', 'passkeys'] as const;
export const twoFactorKey = ['account', 'two-factor'] as const;
export const auditKey = ['account', 'audit'] as const;
export const exportKey = ['account', 'export'] as const;

const post = <T = void>(path: string, body: unknown = {}) => call<T>(`${api}/${path}`, { method: 'POST', body });

export const accountApi = {
  me: () => shown(call<OwnProfile>(`${api}/me`)),
  change: (body: { displayName?: string; bio?: string }) => shown(call<OwnProfile>(`${api}/me`, { method: 'PATCH', body })),
  setAvatar: async (picture: Blob) => {
    await call(`${api}/me/avatar`, { method: 'PUT', body: picture });
    return accountApi.me();
  },
  removeAvatar: async () => {
    await call(`${api}/me/avatar`, { method: 'DELETE' });
    return accountApi.me();
  },
  upgrade: (body: { username: string; email: string; password: string }) => shown(post<OwnProfile>('me/upgrade', body)),

  resendVerification: () => post('email/resend'),
  changeEmail: async (email: string) => {
    await post('email/change', { email });
    return accountApi.me();
  },
  changePassword: (body: { currentPassword: string; newPassword: string }) => post('password/change', body),

  twoFactor: () => call<{ enabled: boolean; recoveryCodesLeft: number }>(`${api}/two-factor`),
  setUpTwoFactor: () => post<{ secret: string; uri: string; qrSvg: string }>('two-factor/setup'),
  enableTwoFactor: (code: string) => post<{ recoveryCodes: string[] }>('two-factor/enable', { code }),
  disableTwoFactor: () => post('two-factor/disable'),
  newRecoveryCodes: () => post<{ recoveryCodes: string[] }>('two-factor/recovery-codes'),

  passkeys: async () => (await call<{ items: Passkey[] }>(`${api}/passkeys`)).items,
  renamePasskey: (id: string, name: string) => call(`${api}/passkeys/${encodeURIComponent(id)}`, { method: 'PATCH', body: { name } }),
  removePasskey: (id: string) => call(`${api}/passkeys/${encodeURIComponent(id)}`, { method: 'DELETE' }),

  sessions: (cursor?: string) => call<Page<DeviceSession>>(`${api}/sessions`, { query: { cursor, limit: 20 } }),
  endSession: (id: string) => call(`${api}/sessions/${id}`, { method: 'DELETE' }),
  endOtherSessions: () => call(`${api}/sessions`, { method: 'DELETE' }),
  audit: (cursor?: string) => call<Page<OwnAuditEvent>>(`${api}/me/audit`, { query: { cursor, limit: 15 } }),

  export: () => call<DataExport>(`${api}/me/export`),
  requestExport: () => post<DataExport>('me/export'),
  downloadExport: () => callForFile(`${api}/me/export/download`),
  deleteAccount: () => call<{ deletionAt: string }>(`${api}/me`, { method: 'DELETE' }),
  restore: async () => {
    await post('me/restore');
    return accountApi.me();
  },
};

/** What the server now says of the account shows everywhere at once. */
async function shown(answer: Promise<OwnProfile>): Promise<OwnProfile> {
  const profile = await answer;
  updateProfile(profile);
  return profile;
}
