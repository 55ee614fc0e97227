// Drawn here: nothing is loaded from elsewhere. 24×24, stroked with the colour of the text.
const paths = {
  bell: 'M6 9a6 6 0 0 1 12 0c0 6 2.5 7.5 2.5 7.5h-17S6 15 6 9M10 20a2.2 2.2 0 0 0 4 0',
  send: 'M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4',
  back: 'M15 5l-7 7 7 7',
  down: 'M12 5v14M6 13l6 6 6-6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6 6 18',
  clock: 'M12 7v5l3 2M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c0-3.5 2.8-6 6.5-6s6.5 2.5 6.5 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.5c2.2.8 3.5 2.8 3.5 5.5',
  chat: 'M4 5h16v11H10l-4.5 4v-4H4z',
  plus: 'M12 5v14M5 12h14',
  hash: 'M5 9h15M4 15h15M10 4 8 20M16 4l-2 16',
  leave: 'M10 4H5v16h5M15 8l4 4-4 4M19 12H9',
  alert: 'M12 8v5M12 16.5v.5M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18',
  remove: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c0-3.5 2.8-6 6.5-6s6.5 2.5 6.5 6M17 9h5',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5',
  key: 'M14.5 3.5a6 6 0 1 1-4.6 9.9L4 19.3V21h3v-2h2v-2h2l2.1-2.1M16 8v.1',
  gear: 'M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6M12 2.8v2.4M12 18.8v2.4M2.8 12h2.4M18.8 12h2.4M5.5 5.5l1.7 1.7M16.8 16.8l1.7 1.7M18.5 5.5l-1.7 1.7M7.2 16.8l-1.7 1.7',
  shield: 'M12 3l7.5 2.7v5.8c0 4.6-3 7.7-7.5 9.5-4.5-1.8-7.5-4.9-7.5-9.5V5.7z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5',
  lock: 'M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11',
  block: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M5.7 5.7l12.6 12.6',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M15.5 15.5 20.5 20.5',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  mail: 'M3.5 5.5h17v13h-17zM4 6l8 7 8-7',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  device: 'M4 5h16v11H4zM8.5 20h7M12 16v4',
  smile: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M8.5 14.5c1.7 2.3 5.300 2.3 7 0M9 9.5v.1M15 9.5v.1',
  trash: 'M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5 7.5 20h9l1-13.5',
  pencil: 'M4 20l1-4L16.5 4.5l3 3L8 19z',
  reply: 'M10 5 4 11l6 6M4 11h9a7 7 0 0 1 7 7v1',
  forward: 'M14 5l6 6-6 6M20 11h-9a7 7 0 0 0-7 7v1',
  thread: 'M4 5h16v10h-9l-4 4v-4H4zM8 9h8M8 12h5',
  pin: 'M9 3.5h6l-.7 6 3.2 3.5v1.5h-11V13l3.2-3.5zM12 14.5V21',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.3-3.3a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0L5 13.3A4 4 0 0 0 10.7 19l1.3-1.3',
  unread: 'M4 6h10M4 12h8M4 18h12M19 5a2 2 0 1 1 0 4 2 2 0 0 1 0-4',
  checks: 'M2.5 12.5 7 17l9.5-9.5M12 16l1 1 9-9.5',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8 3.5V7M16 3.5V7',
  globe: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18',
  up: 'M12 19V5M6 11l6-6 6 6',
  mute: 'M4 4l16 16M6.5 8.5A6 6 0 0 1 17.5 7M18 11c.3 4 2.5 5.5 2.5 5.5H16M6 10.5c-.4 4.5-2.5 6-2.5 6H12M10 20a2.2 2.2 0 0 0 4 0',
  archive: 'M3.5 5h17v4h-17zM5 9v10h14V9M10 13h4',
  inbox: 'M4 13l2.5-8h11L20 13v6H4zM4 13h5l1 2.5h4l1-2.5h5',
  game: 'M7 8h10a4.5 4.5 0 0 1 4 6.5c-.8 1.7-3 2-4.300.5L15.5 14h-7l-1.200 1c-1.300 1.5-3.5 1.200-4.300-.5A4.5 4.5 0 0 1 7 8M8 10v3M6.5 11.5h3M15.5 10.5v.1M17.5 12.5v.1',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, className = 'size-5' }: { name: IconName; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      className={`shrink-0 ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
