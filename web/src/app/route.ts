import { Store, useStore } from './store';

export const settingsSections = ['profile', 'account', 'security', 'privacy'] as const;
export const adminSections = ['people', 'audit'] as const;
export type SettingsSection = (typeof settingsSections)[number];
export type AdminSection = (typeof adminSections)[number];

export type Route =
  | { page: 'chats' }
  | { page: 'friends' }
  /** `thread` is the message that it began with; `at` the number of the message to show. */
  | { page: 'conversation'; id: string; thread?: string; at?: number }
  | { page: 'search'; query: string; within: string | null }
  | { page: 'settings'; section: SettingsSection | null }
  | { page: 'admin'; section: AdminSection | null };

const conversationPath = /^\/c\/([0-9a-f-]{36})(?:\/thread\/([0-9a-f-]{36})|\/at\/(\d{1,15}))?$/i;

const here = () => location.pathname + location.search;

const route = new Store<Route>(parse(here()));
window.addEventListener('popstate', () => route.set(parse(here())));

export function useRoute(): Route {
  return useStore(route);
}

export function go(to: Route): void {
  const path = pathOf(to);
  if (path !== here()) {
    history.pushState(null, '', path);
    route.set(to);
  }
}

/** Goes there without a step back to where one was. */
export function goInstead(to: Route): void {
  history.replaceState(null, '', pathOf(to));
  route.set(to);
}

export function pathOf(to: Route): string {
  switch (to.page) {
    case 'chats':
      return '/';
    case 'friends':
      return '/friends';
    case 'conversation':
      return `/c/${to.id}${to.thread ? `/thread/${to.thread}` : to.at ? `/at/${to.at}` : ''}`;
    case 'search': {
      const query = new URLSearchParams({ ...(to.query && { q: to.query }), ...(to.within && { in: to.within }) }).toString();
      return query ? `/search?${query}` : '/search';
    }
    case 'settings':
    case 'admin':
      return to.section ? `/${to.page}/${to.section}` : `/${to.page}`;
  }
}

export function parse(address: string): Route {
  const [path = '', query = ''] = address.split('?', 2);
  const [, id, thread, at] = conversationPath.exec(path) ?? [];
  if (id) {
    return { page: 'conversation', id, ...(thread && { thread }), ...(at && { at: Number(at) }) };
  }
  const [page, section] = path.split('/').slice(1);
  switch (page) {
    case 'search': {
      const params = new URLSearchParams(query);
      return { page, query: params.get('q') ?? '', within: params.get('in') };
    }
    case 'friends':
      return { page };
    case 'settings':
      return { page, section: settingsSections.find((each) => each === section) ?? null };
    case 'admin':
      return { page, section: adminSections.find((each) => each === section) ?? null };
    default:
      return { page: 'chats' };
  }
}
