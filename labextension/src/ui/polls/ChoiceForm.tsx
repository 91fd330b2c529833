/**
 * Choosing one option, or several where the question takes them, with who chose what so far; where a question offers
 * `other`, it is answered in one's own words.
 */
import { useState, type FormEvent, type ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useBallot, type IBallotFields } from '../hooks/useBallot';
import { useDraft } from '../hooks/useDraft';
import { useRoom } from '../hooks/room';
import { onlyWords, takesWords } from '../model/answers';
import { chosen } from '../model/tally';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';
import { Awaited } from './Awaited';
import { Chosen } from './Chosen';
import { FreeAnswers } from './FreeAnswers';

export function ChoiceForm({ poll }: { poll: IPollView }): ReactElement {
  const words = useWords();
  const me = useRoom(view => view.me) ?? '';
  const { busy, refusal, mine, cast } = useBallot(poll);
  const question = poll.subject === 'question';
  const before = poll.ballots.get(me);
  const only = onlyWords(poll);
  const [picked, setChoices] = useState<readonly string[]>(before ? chosen(before) : []);
  const choices = only === null ? picked : [only];
  const [answer, setAnswer] = useDraft(`answer ${poll.id}`);
  const inWords = takesWords(poll, choices);
  const ready = choices.length > 0 && !busy && (!inWords || answer.trim() !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) {
      void cast(fieldsOf(poll, choices, inWords ? answer.trim() : null));
    }
  };
  return (
    <form className="cc-ChoiceForm" onSubmit={submit}>
      {poll.multiple && <small>{words.__('Choose as many as you like.')}</small>}
      {only === null && <Options poll={poll} choices={choices} onChange={setChoices} />}
      <FreeAnswers poll={poll} />
      {inWords && <Words value={answer} onChange={setAnswer} />}
      <div className="cc-Row">
        <Button type="submit" look="accept" disabled={!ready}>
          {submitWords(question, mine !== null, words)}
        </Button>
      </div>
      <Awaited poll={poll} />
      <Refusal sentence={refusal} />
    </form>
  );
}

function Words({ value, onChange }: { value: string; onChange: (value: string) => void }): ReactElement {
  const words = useWords();
  return (
    <input
      className="cc-Input"
      maxLength={300}
      aria-label={words.__('Your answer')}
      value={value}
      onChange={event => onChange(event.target.value)}
      onKeyDown={event => event.stopPropagation()}
    />
  );
}

interface IOptionsProps {
  poll: IPollView;
  choices: readonly string[];
  onChange: (choices: readonly string[]) => void;
}

function Options({ poll, choices, onChange }: IOptionsProps): ReactElement {
  const several = poll.multiple === true;
  const choose = (id: string, on: boolean): void => {
    const wanted = poll.options.filter(option => (option.id === id ? on : choices.includes(option.id)));
    onChange(several ? wanted.map(option => option.id) : [id]);
  };
  return (
    <>
      {poll.options.map(option => (
        <label key={option.id} data-option={option.id}>
          <input
            type={several ? 'checkbox' : 'radio'}
            name={`choice ${poll.id}`}
            value={option.id}
            checked={choices.includes(option.id)}
            onChange={event => choose(option.id, event.target.checked)}
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

function fieldsOf(poll: IPollView, choices: readonly string[], answer: string | null): IBallotFields {
  return {
    choice: choices[0],
    ...(poll.multiple && { choices }),
    ...(answer !== null && { answers: { [poll.title.slice(0, 300)]: answer } })
  };
}
