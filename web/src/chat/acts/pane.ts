import { createContext, useContext } from 'react';
import type { Conversation } from '../conversation';
import type { Message } from '../message';
import type { Timeline } from '../timeline';

/** What is asked about a message in a window of its own. */
export type Asking = 'delete' | 'history' | 'forward' | 'reactors';

/** What every message of an open conversation can do; the same object as long as the conversation does not change. */
export interface Pane {
  conversation: Conversation;
  timeline: Timeline;
  /** Sets what holds for all here. */
  manages: boolean;
  /** May remove what others wrote. */
  moderates: boolean;
  mayPin: boolean;
  mayWrite: boolean;
  /** Takes the state of a message that an answer brought. */
  absorb: (message: Message) => void;
  /** Takes a message away that this person deleted for themselves. */
  hide: (message: Message) => void;
  reply: (message: Message) => void;
  edit: (message: Message | null) => void;
  openThread: (rootId: string) => void;
  jump: (seq: number) => void;
  ask: (what: Asking, message: Message, emoji?: string) => void;
}

export const PaneContext = createContext<Pane | null>(null);

export function usePane(): Pane {
  const pane = useContext(PaneContext);
  if (!pane) {
    throw new Error('Only inside a conversation.');
  }
  return pane;
}
