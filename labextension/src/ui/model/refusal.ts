/** Why something did not work, as one sentence for a person. */
import type { IRejection } from '../../core/types';
import type { IWords } from '../host';

/** What a person is told; whatever is not a rejection is a fault of ours, and said to developers too. */
export function refusalSentence(error: unknown, words: IWords): string {
  const { code, message } = (error ?? {}) as Partial<IRejection>;
  if (typeof code === 'string' && typeof message === 'string') {
    return message;
  }
  console.error('jupyter-collabchat: a request failed without a rejection', error);
  return words.__('That did not work. Try again.');
}
