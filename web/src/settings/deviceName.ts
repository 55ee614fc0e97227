/** A browser as people call it, from what it says of itself; a name that is readable already stays. */
export function deviceName(agent: string): string {
  if (!agent.startsWith('Mozilla/')) {
    return agent;
  }
  const system = systems.find(([sign]) => sign.test(agent))?.[1];
  const browser = browsers.find(([sign]) => sign.test(agent))?.[1];
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? 'A browser');
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
