import { everyPage, type Page } from '../api/http';
import { Problem } from '../api/problem';
import { Store } from '../app/store';
import { call } from '../session/call';
import type { RepliedTo } from './message';

export interface Draft {
  body: string;
  replyTo?: RepliedTo;
}

/** As the server keeps it. */
export interface SavedDraft {
  conversationId: string;
  body: string;
  replyTo?: string | null;
  version: number;
}

const saveAfterMs = 800;
const tryAgainMs = 5000;
const nothing: Draft = { body: '' };

export const draftsApi = {
  all: () => everyPage((cursor) => call<Page<SavedDraft>>('/api/chat/drafts', { query: { limit: 100, cursor } })),
  save: (id: string, body: string, replyTo: string | undefined) =>
    call<SavedDraft | undefined>(`/api/chat/conversations/${id}/draft`, { method: 'PUT', body: { body, replyTo } }),
  remove: (id: string) => call<void>(`/api/chat/conversations/${id}/draft`, { method: 'DELETE' }),
};

/**
 * What this person has begun to write, over all devices: here at once, on the server after a pause in typing. What is typed
 * here and not saved yet wins over what another device saved.
 */
export class Drafts {
  /** By conversation, or by the root of a thread; those of threads stay in this window. */
  readonly state = new Store<ReadonlyMap<string, Draft>>(new Map());
  private readonly versions = new Map<string, number>();
  private readonly unsaved = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly saving = new Set<string>();
  private readonly api: typeof draftsApi;

  constructor(api: typeof draftsApi = draftsApi) {
    this.api = api;
  }

  of(key: string): Draft {
    return this.state.get().get(key) ?? nothing;
  }

  /** Keeps what is typed; `shared` drafts follow the person to other devices. */
  keep(key: string, draft: Draft, shared: boolean): void {
    this.set(key, draft);
    if (shared) {
      this.schedule(key, saveAfterMs);
    }
  }

  /** It was sent. */
  drop(key: string, shared: boolean): void {
    const saved = this.versions.has(key) || this.unsaved.has(key) || this.saving.has(key);
    this.set(key, nothing);
    if (shared && saved) {
      this.schedule(key, 0);
    }
  }

  /** What another device saved, or this one. */
  heard({ conversationId: id, body, version }: SavedDraft): void {
    if (version < (this.versions.get(id) ?? 0)) {
      return;
    }
    this.versions.set(id, version);
    if (!this.unsaved.has(id) && !this.saving.has(id) && this.of(id).body !== body) {
      this.set(id, { body });
    }
  }

  async load(): Promise<void> {
    try {
      (await this.api.all()).forEach((draft) => this.heard(draft));
    } catch {
      // The next connect asks again.
    }
  }

  stop(): void {
    this.unsaved.forEach((timer) => clearTimeout(timer));
  }

  private schedule(id: string, ms: number): void {
    clearTimeout(this.unsaved.get(id));
    this.unsaved.set(id, setTimeout(() => void this.save(id), ms));
  }

  private async save(id: string): Promise<void> {
    if (this.saving.has(id)) {
      this.schedule(id, saveAfterMs);
      return;
    }
    this.unsaved.delete(id);
    this.saving.add(id);
    const { body, replyTo } = this.of(id);
    try {
      const saved = body.trim() === '' ? await this.api.remove(id) : await this.api.save(id, body, replyTo?.id);
      if (saved) {
        this.versions.set(id, Math.max(saved.version, this.versions.get(id) ?? 0));
      }
    } catch (error) {
      if (Problem.of(error).passing && !this.unsaved.has(id)) {
        this.schedule(id, tryAgainMs);
      }
    } finally {
      this.saving.delete(id);
    }
  }

  private set(key: string, draft: Draft): void {
    this.state.update((all) => {
      const next = new Map(all);
      if (draft.body === '' && !draft.replyTo) {
        next.delete(key);
      } else {
        next.set(key, draft);
      }
      return next;
    });
  }
}
