import { Store, useStore } from './store';

export type Route = { page: 'chats' } | { page: 'friends' } | { page: 'conversation'; id: string };

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
  return to.page === 'conversation' ? `/c/${to.id}` : to.page === 'friends' ? '/friends' : '/';
}

function parse(path: string): Route {
  const conversation = /^\/c\/([0-9a-f-]{36})$/i.exec(path);
  return conversation ? { page: 'conversation', id: conversation[1]! } : { page: path === '/friends' ? 'friends' : 'chats' };
}
