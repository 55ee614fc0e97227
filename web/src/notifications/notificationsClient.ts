import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Page } from '../api/http';
import { Store } from '../app/store';
import { Hub } from '../realtime/hub';
import { badgeKey, listQuery, notificationsApi, notificationsKey, type Notification } from './notification';

type Pages = InfiniteData<Page<Notification>, string | undefined>;

/** Keeps badge and list as the server says, live. */
export class NotificationsClient {
  readonly hub = new Hub('/hubs/notifications');
  /** The newest one to show for a moment. */
  readonly latest = new Store<Notification | null>(null);
  private readonly queries: QueryClient;

  /** `onNotified` says whether the person has it before the eyes already. */
  constructor(queries: QueryClient, onNotified: (notification: Notification) => boolean) {
    this.queries = queries;
    this.hub.on<Notification>('Notified', (notification) => {
      this.insert(notification);
      if (onNotified(notification)) {
        void this.read(notification);
      } else {
        this.latest.set(notification);
      }
    });
    let justConnected = false;
    this.hub.on<{ unread: number }>('BadgeChanged', ({ unread }) => {
      if (justConnected) {
        // The first one says that from here on everything is heard: only a list that is asked for now misses nothing.
        justConnected = false;
        void queries.invalidateQueries({ queryKey: notificationsKey });
      }
      // An older answer must not overwrite what was just heard.
      void queries.cancelQueries({ queryKey: badgeKey });
      queries.setQueryData(badgeKey, unread);
    });
    this.hub.on<{ ids: string[] | null }>('Read', ({ ids }) => this.showRead((n) => ids === null || ids.includes(n.id)));
    this.hub.onConnected(() => {
      justConnected = true;
      void queries.invalidateQueries({ queryKey: badgeKey });
    });
  }

  start(): void {
    this.hub.start();
  }

  stop(): void {
    void this.hub.stop();
  }

  async read(notification: Notification): Promise<void> {
    if (notification.readAt === null) {
      this.latest.update((latest) => (latest?.id === notification.id ? null : latest));
      this.showRead((n) => n.id === notification.id);
      this.queries.setQueryData<number>(badgeKey, (unread) => Math.max(0, (unread ?? 1) - 1));
      await this.confirm(notificationsApi.read(notification.id));
    }
  }

  async readAll(): Promise<void> {
    this.showRead(() => true);
    this.queries.setQueryData(badgeKey, 0);
    await this.confirm(notificationsApi.readAll());
  }

  /** Marks as read what the person dealt with elsewhere: answered the request, opened the conversation. */
  async readWhere(matches: (notification: Notification) => boolean): Promise<void> {
    this.latest.update((latest) => (latest && matches(latest) ? null : latest));
    if (!this.queries.getQueryData<number>(badgeKey)) {
      return;
    }
    try {
      const { pages } = await this.queries.ensureInfiniteQueryData(listQuery);
      const dealtWith = pages.flatMap((page) => page.items).filter((n) => n.readAt === null && matches(n));
      await Promise.all(dealtWith.map((notification) => this.read(notification)));
    } catch {
      // The badge stays until the person looks at the bell.
    }
  }

  private async confirm(change: Promise<void>): Promise<void> {
    try {
      await change;
    } catch {
      await this.queries.invalidateQueries({ queryKey: notificationsKey });
      await this.queries.invalidateQueries({ queryKey: badgeKey });
    }
  }

  private insert(notification: Notification): void {
    this.queries.setQueryData<Pages>(notificationsKey, (data) => {
      const [first, ...rest] = data?.pages ?? [];
      if (!data || !first) {
        return data;
      }
      // A further message of the same conversation comes as the same notification with a higher count.
      const without = (page: Page<Notification>) => ({ ...page, items: page.items.filter((n) => n.id !== notification.id) });
      const head = without(first);
      return { ...data, pages: [{ ...head, items: [notification, ...head.items] }, ...rest.map(without)] };
    });
  }

  private showRead(matches: (notification: Notification) => boolean): void {
    const readAt = new Date().toISOString();
    this.queries.setQueryData<Pages>(
      notificationsKey,
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.map((n) => (n.readAt === null && matches(n) ? { ...n, readAt } : n)),
          })),
        },
    );
  }
}
