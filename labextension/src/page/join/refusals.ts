/** Why a link did not let somebody in, in plain sentences. Pure. */
import type { IRejection } from '../../core/types';
import type { IWords } from '../../ui/host';

/** The server gives one answer for every reason, so that nobody learns which secrets there are. */
export function isDead({ code }: IRejection): boolean {
  return code === 'share/dead';
}

export function refusalWords(rejection: IRejection, words: IWords): string {
  switch (rejection.code) {
    case 'share/dead':
      return words.__('This link does not work any more. Ask for a new one.');
    case 'room/full':
      return words.__('The room is full. Try again when somebody has left.');
    case 'rate/limited':
      return limitedWords(rejection.retry_after, words);
    case 'auth/required':
      return words.__('This server did not let the request through. Open the link again, or tell who sent it.');
    default:
      return rejection.message;
  }
}

function limitedWords(wait: unknown, words: IWords): string {
  return typeof wait === 'number' && wait > 0
    ? words._n(
        'Too many tries. Wait %1 second, then try again.',
        'Too many tries. Wait %1 seconds, then try again.',
        Math.ceil(wait)
      )
    : words.__('Too many tries. Wait a little, then try again.');
}
