import type { Message } from '../message';
import { DeleteDialog } from './DeleteDialog';
import { ForwardDialog } from './ForwardDialog';
import { HistoryDialog } from './HistoryDialog';
import type { Asking } from './pane';
import { ReactorsDialog } from './ReactorsDialog';

export interface Asked {
  what: Asking;
  message: Message;
  emoji?: string;
}

/** What was asked about a message, in its window. */
export function MessageDialogs({ asked, close }: { asked: Asked; close: () => void }) {
  switch (asked.what) {
    case 'delete':
      return <DeleteDialog message={asked.message} close={close} />;
    case 'history':
      return <HistoryDialog message={asked.message} close={close} />;
    case 'forward':
      return <ForwardDialog message={asked.message} close={close} />;
    case 'reactors':
      return <ReactorsDialog message={asked.message} first={asked.emoji} close={close} />;
  }
}
