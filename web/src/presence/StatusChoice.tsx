import { useState } from 'react';
import { Problem } from '../api/problem';
import { useLive } from '../app/live';
import { useStore } from '../app/store';
import { Icon } from '../design/Icon';
import type { OwnStatus, Status } from './presence';
import { StatusDot } from './StatusDot';

const choices: { status: OwnStatus['status']; dot: Status; name: string; means: string }[] = [
  { status: 'auto', dot: 'online', name: 'Online', means: 'Away when you leave your devices' },
  { status: 'away', dot: 'away', name: 'Away', means: '' },
  { status: 'dnd', dot: 'dnd', name: 'Do not disturb', means: 'Others see that you are busy' },
  { status: 'invisible', dot: 'offline', name: 'Invisible', means: 'Others see you as offline' },
];

const none: OwnStatus = { status: 'auto', text: null, emoji: null, until: null };

export function StatusChoice() {
  const { presence } = useLive();
  const own = useStore(presence.own) ?? none;
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <fieldset>
      <legend className="sr-only">Your status</legend>
      {choices.map(({ status, dot, name, means }) => (
        <label
          key={status}
          className="flex cursor-pointer items-center gap-3 rounded-lg px-3 py-1.5 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent-text"
        >
          <input
            type="radio"
            name="status"
            className="sr-only"
            checked={own.status === status}
            onChange={() => {
              setProblem(null);
              presence.choose({ ...own, status }).catch((error: unknown) => setProblem(Problem.of(error).message));
            }}
          />
          <StatusDot status={dot} className="size-3" />
          <span className="min-w-0 flex-1">
            <span className="block">{name}</span>
            {means && <span className="block text-xs text-muted">{means}</span>}
          </span>
          {own.status === status && <Icon name="check" className="size-4 text-accent-text" />}
        </label>
      ))}
      {problem && (
        <p role="alert" className="px-3 py-1 text-[13px] text-danger">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
