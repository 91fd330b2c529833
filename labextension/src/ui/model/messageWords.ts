/** The small words beside a message's time: its stage, size and fate. Pure. */
import type { IMessageView } from '../../core/api';
import type { IUsage, MessageStatus } from '../../core/types';
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

/** "4.2 s · 1.2k tokens read, 300 written · cost 0.0031"; what is not known is left out. */
export function usageWords(usage: IUsage, words: IWords): string {
  const { response_ms: took, input_tokens: read, output_tokens: written, cost } = usage;
  const tokens = [
    read !== undefined && words.__('%1 tokens read', compactNumber(read)),
    written !== undefined && words.__('%1 written', compactNumber(written))
  ];
  const facts = [
    took !== undefined && words.__('%1 s', (took / 1000).toFixed(1)),
    tokens.filter(Boolean).join(', '),
    cost !== undefined && words.__('cost %1', costNumber(cost))
  ];
  return facts.filter(Boolean).join(' · ');
}

/** In whatever the administrator's prices are in; two digits that say something. */
function costNumber(cost: number): string {
  return cost >= 1 || cost === 0 ? cost.toFixed(2) : cost.toLocaleString('en', { maximumSignificantDigits: 2 });
}
