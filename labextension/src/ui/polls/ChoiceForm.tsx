/** Choosing one option, with who chose what so far; where a question offers `other`, it is answered in one's own words. */
import { useState, type FormEvent, type ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useBallot, type IBallotFields } from '../hooks/useBallot';
import { useDraft } from '../hooks/useDraft';
import { OTHER } from '../model/answers';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';
import { Chosen } from './Chosen';

export function ChoiceForm({ poll }: { poll: IPollView }): ReactElement {
  const words = useWords();
  const { busy, refusal, mine, cast } = useBallot(poll);
  const question = poll.subject === 'question';
  const [choice, setChoice] = useState<string | null>(mine);
  const [answer, setAnswer] = useDraft(`answer ${poll.id}`);
  const inWords = choice === OTHER && question;
  const ready = choice !== null && !busy && (!inWords || answer.trim() !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) {
      void cast(fieldsOf(poll, choice, inWords ? answer.trim() : null));
    }
  };
  return (
    <form className="cc-ChoiceForm" onSubmit={submit}>
      <Options poll={poll} choice={choice} onChange={setChoice} />
      {inWords && (
        <input
          className="cc-Input"
          maxLength={300}
          aria-label={words.__('Your answer')}
          value={answer}
          onChange={event => setAnswer(event.target.value)}
          onKeyDown={event => event.stopPropagation()}
        />
      )}
      <div className="cc-Row">
        <Button type="submit" look="accept" disabled={!ready}>
          {submitWords(question, mine !== null, words)}
        </Button>
      </div>
      <Refusal sentence={refusal} />
    </form>
  );
}

interface IOptionsProps {
  poll: IPollView;
  choice: string | null;
  onChange: (option: string) => void;
}

function Options({ poll, choice, onChange }: IOptionsProps): ReactElement {
  return (
    <>
      {poll.options.map(option => (
        <label key={option.id} data-option={option.id}>
          <input
            type="radio"
            name={`choice ${poll.id}`}
            value={option.id}
            checked={choice === option.id}
            onChange={() => onChange(option.id)}
          />
          <span>{option.label}</span>
          <Chosen poll={poll} option={option.id} />
        </label>
      ))}
    </>
  );
}

function submitWords(question: boolean, again: boolean, words: ReturnType<typeof useWords>): string {
  if (again) {
    return question ? words.__('Change answer') : words.__('Change vote');
  }
  return question ? words.__('Answer') : words.__('Vote');
}

function fieldsOf(poll: IPollView, choice: string, answer: string | null): IBallotFields {
  return answer === null ? { choice } : { choice, answers: { [poll.title.slice(0, 300)]: answer } };
}
