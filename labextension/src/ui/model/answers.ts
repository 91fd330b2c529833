/** Answers to a question that are none of its options. Pure. */
import type { IPollView } from '../../core/api';
import type { ParticipantId } from '../../core/types';

/** The option, if a question offers it, that is answered in words. */
export const OTHER = 'other';

export function freeAnswers(poll: IPollView): { by: ParticipantId; text: string }[] {
  return [...poll.ballots].flatMap(([by, ballot]) => {
    const text = Object.values(ballot.answers ?? {})
      .flat()
      .join(', ');
    return text === '' ? [] : [{ by, text }];
  });
}
