import { Store, useStore } from './store';

export const settingsSections = ['profile', 'account', 'security', 'privacy'] as const;
export const adminSections = ['people', 'audit'] as const;
export type SettingsSection = (typeof settingsSections)[number];
export type AdminSection = (typeof adminSections)[number];

export type Route =
  | { page: 'chats' }
  | { page: 'friends' }
  | { page: 'conversation'; id: string }
  | { page: 'settings'; section: SettingsSection | null }
  | { page: 'admin'; section: AdminSection | null };

const route = new Store<Route>(parse(location.pathname));
window.addEventListener('popstate', () => route.set(parse(location.pathname)));

export function useRoute(): Route {
  return useStore(route);
}

export function go(to: Route): void {
  const path = pathOf(to);
  if (path !== location.pathname) {
    history.pushState(null, '', path);
    route.set(to);
  }
}

export function pathOf(to: Route): string {
  switch (to.page) {
    case 'chats':
      return '/';
    case 'friends':
      return '/friends';
    case 'conversation':
      return `/c/${to.id}`;
    case 'settings':
    case 'admin':
      return to.section ? `/${to.page}/${to.section}` : `/${to.page}`;
  }
}

export function parse(path: string): Route {
  const conversation = /^\/c\/([0-9a-f-]{36})$/i.exec(path);
  if (conversation) {
    return { page: 'conversation', id: conversation[1]! };
  }
  const [page, section] = path.split('/').slice(1);
  switch (page) {
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
