import { Field } from '../../design/Field';
import { Select } from '../../design/Select';
import type { RoomSettings } from '../chatApi';
import type { HistoryPolicy } from '../conversation';

export const longestName = 50;
export const longestTopic = 250;

const histories = [
  ['all', 'Everything'],
  ['since_join', 'Only what comes after they joined'],
] as const;

const slowModes = [
  ['0', 'Off'],
  ['5', '5 seconds'],
  ['15', '15 seconds'],
  ['60', '1 minute'],
  ['300', '5 minutes'],
  ['3600', '1 hour'],
  ['21600', '6 hours'],
] as const;

/** What can be set of a room, as fields of a form. */
export function RoomFields({ settings, errors }: { settings: Partial<RoomSettings>; errors: Record<string, string> }) {
  const slow = String(settings.slowMode ?? 0);
  return (
    <>
      <Field label="Name" name="name" defaultValue={settings.name} maxLength={longestName} autoComplete="off" error={errors.name} />
      <Field label="Topic" name="topic" defaultValue={settings.topic} maxLength={longestTopic} autoComplete="off" error={errors.topic} hint="What it is about. May stay empty." />
      <Select label="Who joins later may read" name="history" defaultValue={settings.history ?? 'all'} options={histories} />
      <Select
        label="Slow mode: between two messages of a member"
        name="slowMode"
        defaultValue={slow}
        // A number that was set elsewhere stays what it is.
        options={slowModes.some(([value]) => value === slow) ? slowModes : [...slowModes, [slow, `${slow} seconds`]]}
      />
    </>
  );
}

export function settingsOf(data: Record<string, string>): RoomSettings {
  return {
    name: data.name!.trim(),
    topic: data.topic!.trim(),
    history: data.history as HistoryPolicy,
    slowMode: Number(data.slowMode),
  };
}
