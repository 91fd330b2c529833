/**
 * A button that sends one command at once; its refusal is said beside it. It is never `disabled` while that is under
 * way: a disabled button loses the focus, and with it the place of whoever uses the keyboard.
 */
import type { ReactElement, ReactNode } from 'react';
import type { ICommand } from '../../core/types';
import { useCommand } from '../hooks/useCommand';
import { Button } from './Button';
import { Refusal } from './Refusal';

interface ICommandButtonProps {
  command: ICommand;
  label?: string;
  onDone?: () => void;
  children: ReactNode;
}

export function CommandButton({ command, label, onDone, children }: ICommandButtonProps): ReactElement {
  const { busy, refusal, run } = useCommand();
  const act = async (): Promise<void> => {
    if (!busy && (await run(command))) {
      onDone?.();
    }
  };
  return (
    <>
      <Button aria-disabled={busy} aria-label={label} onClick={() => void act()}>
        {children}
      </Button>
      <Refusal sentence={refusal} />
    </>
  );
}
