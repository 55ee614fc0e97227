/** A first name for a passkey made here; the person may give it a better one. */
export function deviceName(agent: string = navigator.userAgent): string {
  const system = systems.find(([sign]) => sign.test(agent))?.[1];
  const browser = browsers.find(([sign]) => sign.test(agent))?.[1];
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? 'Passkey');
}

// In this order: many name themselves after others too.
const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];
