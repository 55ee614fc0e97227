import { beforeAll, expect, test, vi } from 'vitest';

let route: typeof import('./route');

beforeAll(async () => {
  vi.stubGlobal('location', { pathname: '/', search: '' });
  vi.stubGlobal('window', { addEventListener: () => undefined });
  route = await import('./route');
});

test('every page has an address that leads back to it', () => {
  const id = '00000000-0000-7000-8000-000000000001';
  const paths = ['/', '/friends', `/c/${id}`, `/c/${id}/thread/${id}`, `/c/${id}/at/17`, '/search', '/search?q=a+b%2F%3F', `/search?q=x&in=${id}`];
  for (const path of [...paths, '/settings', '/settings/security', '/admin', '/admin/audit']) {
    expect(route.pathOf(route.parse(path))).toBe(path);
  }
});

test('an address that is none of ours leads to the nearest page that there is', () => {
  expect(route.parse('/settings/nothing')).toEqual({ page: 'settings', section: null });
  expect(route.parse('/nothing')).toEqual({ page: 'chats' });
  expect(route.parse('/c/not-an-id')).toEqual({ page: 'chats' });
  expect(route.parse(`/c/00000000-0000-7000-8000-000000000001/at/x`)).toEqual({ page: 'chats' });
});
