import { afterEvent, messageOf, newerMessage, type ChatEvent, type Message, type Thread } from './message';

/** A stretch of a conversation: its messages in order, without holes, and what is known of their threads. */
export interface Window {
  messages: readonly Message[];
  threads: ReadonlyMap<string, Thread>;
  hasOlder: boolean;
  /** The stretch ends before the newest message. */
  hasNewer: boolean;
}

export const emptyWindow: Window = { messages: [], threads: new Map(), hasOlder: false, hasNewer: false };

/** A stretch as it was fetched. */
export function windowOf(items: readonly Message[], hasOlder: boolean, hasNewer: boolean): Window {
  return { messages: items, threads: threadsOf(new Map(), items), hasOlder, hasNewer };
}

/** The stretch after events, which come in order; states may come twice and late, the newest stays. */
export function afterEvents(window: Window, events: readonly ChatEvent[], me: string): Window {
  const changed = new Map<string, Message>();
  const added: Message[] = [];
  const byId = new Map(window.messages.map((message) => [message.id, message]));
  const last = window.messages.at(-1)?.seq ?? 0;
  for (const event of events) {
    const told = messageOf(event);
    if (!told) {
      continue;
    }
    const known = changed.get(told.id) ?? byId.get(told.id);
    const next = afterEvent(known, event, me)!;
    if (known) {
      changed.set(told.id, next);
    } else if (!window.hasNewer && next.seq > last && told === event) {
      added.push(next);
      changed.set(told.id, next);
    }
  }
  const threads = threadsOf(window.threads, events.map(messageOf).filter((message) => message !== undefined));
  if (changed.size === 0 && threads === window.threads) {
    return window;
  }
  const messages = [...window.messages, ...added]
    .map((message) => changed.get(message.id) ?? message)
    .filter((message) => !message.hidden);
  return { ...window, messages, threads };
}

/** One page more before it. */
export function withOlder(window: Window, items: readonly Message[], hasOlder: boolean): Window {
  return { ...window, messages: [...items, ...window.messages], threads: threadsOf(window.threads, items), hasOlder };
}

/**
 * One page more after it. `since` are the messages that came while the stretch ended before the newest: what the page was
 * too early for stands behind it.
 */
export function withNewer(window: Window, items: readonly Message[], hasNewer: boolean, since: readonly Message[]): Window {
  const from = items.at(-1)?.seq ?? window.messages.at(-1)?.seq ?? 0;
  const behind = hasNewer ? [] : since.filter((message) => message.seq > from);
  const states = new Map(since.map((message) => [message.id, message]));
  const page = items.map((item) => newerMessage(states.get(item.id), item));
  return {
    ...window,
    messages: [...window.messages, ...page, ...behind],
    threads: threadsOf(window.threads, [...items, ...behind]),
    hasNewer,
  };
}

export function without(window: Window, id: string): Window {
  return window.messages.some((message) => message.id === id)
    ? { ...window, messages: window.messages.filter((message) => message.id !== id) }
    : window;
}

/** A state that an answer brought; passed over for a message that is not in the stretch. */
export function withState(window: Window, message: Message): Window {
  if (!window.messages.some((known) => known.id === message.id)) {
    return window;
  }
  return {
    ...window,
    messages: window.messages.map((known) => (known.id === message.id ? newerMessage(known, message) : known)),
    threads: threadsOf(window.threads, [message]),
  };
}

function threadsOf(known: ReadonlyMap<string, Thread>, messages: readonly Message[]): ReadonlyMap<string, Thread> {
  let threads: Map<string, Thread> | null = null;
  for (const { thread } of messages) {
    if (thread && thread.seq >= ((threads ?? known).get(thread.rootId)?.seq ?? 0)) {
      threads ??= new Map(known);
      threads.set(thread.rootId, thread);
    }
  }
  return threads ?? known;
}
