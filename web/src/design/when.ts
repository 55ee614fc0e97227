const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const longDayYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

const dayMs = 24 * 60 * 60_000;

export const timeOf = (at: string | Date) => time.format(new Date(at));
/** A date of the future, or of long ago. */
export const dateOf = (at: string | Date) => longDayYear.format(new Date(at));
export const fullOf = (at: string | Date) => full.format(new Date(at));

/** As short as a list allows: the time today, the weekday this week, else the date. */
export function shortWhen(at: string, now = new Date()): string {
  const date = new Date(at);
  const days = daysBetween(date, now);
  return days <= 0 ? time.format(date) : days < 7 ? weekday.format(date) : day.format(date);
}

export function dayName(date: Date, now = new Date()): string {
  const days = daysBetween(date, now);
  if (days === 0) {
    return 'Today';
  }
  if (days === 1) {
    return 'Yesterday';
  }
  return date.getFullYear() === now.getFullYear() ? longDay.format(date) : longDayYear.format(date);
}

export function agoOf(at: string, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - Date.parse(at)) / 60_000);
  if (minutes < 1) {
    return 'just now';
  }
  if (minutes < 60) {
    return `${minutes} min ago`;
  }
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} h ago` : shortWhen(at, now);
}

/** Calendar days, so that 23:59 and 00:01 are a day apart; rounding absorbs the hour of a clock change. */
function daysBetween(from: Date, to: Date): number {
  const midnight = (d: Date) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  return Math.round((midnight(to) - midnight(from)) / dayMs);
}
