/** The second click does it: the same place asks once, in words, before what cannot be taken back easily. */
import { useState, type ReactElement, type ReactNode } from 'react';
import type { ICommand } from '../../core/types';
import { useWords } from '../hooks/host';
import { useCommand } from '../hooks/useCommand';
import { onEscape } from '../model/keys';
import { Button } from './Button';
import { Refusal } from './Refusal';

interface IAskTwiceProps {
  first: string;
  second: string;
  command: ICommand;
  onDone?: () => void;
  /** What else is told or asked before the second click. */
  children?: ReactNode;
}

export function AskTwice({ first, second, command, onDone, children }: IAskTwiceProps): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const [asked, setAsked] = useState(false);
  const [kept, setKept] = useState(false); // the focus goes back to where it came from
  const fold = (focus: boolean): void => {
    setKept(focus);
    setAsked(false);
  };
  const keep = (): void => fold(true);
  const act = async (): Promise<void> => {
    if (!busy && (await run(command))) {
      fold(!onDone); // whoever is told knows where the focus goes
      onDone?.();
    }
  };
  if (!asked) {
    return (
      <Button autoFocus={kept} onClick={() => setAsked(true)}>
        {first}
      </Button>
    );
  }
  return (
    <div className="cc-AskTwice" role="group" aria-label={second} onKeyDown={event => onEscape(event, keep)}>
      {children}
      <div className="cc-Row">
        <Button look="warn" aria-disabled={busy} onClick={() => void act()}>
          {second}
        </Button>
        <Button autoFocus onClick={keep}>
          {words.__('Keep')}
        </Button>
      </div>
      <Refusal sentence={refusal} />
    </div>
  );
}
