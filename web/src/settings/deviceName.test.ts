import { expect, test } from 'vitest';
import { deviceName } from './deviceName';

test('a device is named by browser and system, although each names itself after others', () => {
  expect(deviceName('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150 Safari/537.36 Edg/150')).toBe(
    'Edge on Windows',
  );
  expect(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604')).toBe(
    'Safari on iOS',
  );
  expect(deviceName('Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150 Mobile Safari/537.36')).toBe(
    'Chrome on Android',
  );
  expect(deviceName('Mozilla/5.0 (something else)')).toBe('A browser');
  expect(deviceName('Living room')).toBe('Living room');
});
