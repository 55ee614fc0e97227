import { told, type Message } from '../message';

/** What the system says, in words. Null for what this client does not know: that is passed over. */
export function sentenceOf({ type, data }: Message, actor: string, other: string): string | null {
  switch (type) {
    case 'member.joined':
      return `${actor} joined`;
    case 'member.left':
      return `${actor} left`;
    case 'member.removed':
      return `${actor} removed ${other}`;
    case 'conversation.created':
      return `${actor} made this room`;
    case 'conversation.renamed':
      return `${actor} renamed the room to “${told(data, 'name') ?? ''}”`;
    default:
      return null;
  }
}
