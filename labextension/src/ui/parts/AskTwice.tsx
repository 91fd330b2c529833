/** The second click does it: the same place asks once, in words, before what cannot be taken back easily. */
import { useState, type ReactElement, type ReactNode } from 'react';
import type { ICommand } from '../../core/types';
import { useWords } from '../hooks/host';
import { useCommand } from '../hooks/useCommand';
import { Button } from './Button';
import { Refusal } from './Refusal';

interface IAskTwiceProps {
  first: string;
  second: string;
  command: ICommand;
  onDone?: () => void;
  disabled?: boolean;
  /** What else is told or asked before the second click. */
  children?: ReactNode;
}

export function AskTwice({ first, second, command, onDone, disabled, children }: IAskTwiceProps): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const [asked, setAsked] = useState(false);
  const act = async (): Promise<void> => {
    if (await run(command)) {
      setAsked(false);
      onDone?.();
    }
  };
  if (!asked) {
    return (
      <Button disabled={disabled} onClick={() => setAsked(true)}>
        {first}
      </Button>
    );
  }
  return (
    <div className="cc-AskTwice" role="group" aria-label={second}>
      {children}
      <div className="cc-Row">
        <Button look="warn" disabled={busy} onClick={() => void act()}>
          {second}
        </Button>
        <Button autoFocus onClick={() => setAsked(false)}>
          {words.__('Keep')}
        </Button>
      </div>
      <Refusal sentence={refusal} />
    </div>
  );
}
