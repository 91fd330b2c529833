/** The small words beside a message's time: its stage, size and fate. Pure. */
import type { IMessageView } from '../../core/api';
import type { MessageStatus } from '../../core/types';
import type { IWords } from '../host';
import { compactNumber } from './text';

const UNFINISHED: ReadonlySet<MessageStatus> = new Set(['processing', 'thinking', 'executing', 'streaming']);

/** Whether its author is still writing it; a prompt that waits for its turn is whole. */
export function isUnfinished(status: MessageStatus): boolean {
  return UNFINISHED.has(status);
}

/** Empty for an ordinary complete message. */
export function statusWords(message: IMessageView, words: IWords): string {
  const told: Partial<Record<MessageStatus, string>> = {
    queued: words.__('waits for its turn'),
    processing: words.__('working'),
    thinking: words.__('thinking'),
    executing: words.__('running code'),
    streaming: words.__('writing'),
    error: words.__('failed'),
    cancelled: words.__('stopped'),
    interrupted: words.__('interrupted')
  };
  const status = told[message.status] ?? '';
  const size = isUnfinished(message.status) ? sizeWords(message, words) : '';
  return [status, size].filter(Boolean).join(' · ');
}

function sizeWords(message: IMessageView, words: IWords): string {
  const tokens = message.usage?.output_tokens;
  if (tokens) {
    return words.__('%1 tokens', compactNumber(tokens));
  }
  return message.body.length > 0 ? words.__('%1 characters', compactNumber(message.body.length)) : '';
}
