/** Answers to a question that are none of its options. Pure. */
import type { IPollView } from '../../core/api';
import type { IBallot, ParticipantId } from '../../core/types';

/** The option, if a question offers it, that is answered in words. */
const OTHER = 'other';
/** The only option of a question that offers none: whatever is answered is in words. */
const ANY = 'answer';

/** Whether an option only stands for the words beside it. */
export function isInWords(option: string | undefined): boolean {
  return option === OTHER || option === ANY;
}

/** The one option of a question that can only be answered in words; null where there is something to choose. */
export function onlyWords({ subject, options }: IPollView): string | null {
  const [first, ...rest] = options;
  const isFree = subject === 'question' && rest.length === 0 && isInWords(first?.id);
  return isFree ? first.id : null;
}

/** Whether what is chosen of a question asks for words too. */
export function takesWords(poll: IPollView, choices: readonly string[]): boolean {
  return poll.subject === 'question' && (choices.includes(OTHER) || onlyWords(poll) !== null);
}

/** What a ballot says in words. */
export function wordsOf({ answers }: IBallot): string {
  return Object.values(answers ?? {})
    .flat()
    .map(String)
    .join('\n');
}

/** Equal answers are one, with everybody who gave it. */
export function freeAnswers(poll: IPollView): { text: string; by: ParticipantId[] }[] {
  const said = new Map<string, ParticipantId[]>();
  for (const [by, ballot] of poll.ballots) {
    const text = wordsOf(ballot);
    if (text !== '') {
      said.set(text, [...(said.get(text) ?? []), by]);
    }
  }
  return [...said].map(([text, by]) => ({ text, by }));
}
