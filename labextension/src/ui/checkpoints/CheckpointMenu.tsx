/** From a message on: take back what came after it, or begin another room with what came before. For those who may. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRights } from '../hooks/room';
import { Menu, type IMenuEntry } from '../parts/Menu';

export type Checkpoint = 'rollback' | 'fork';

export function CheckpointMenu({ onChoose }: { onChoose: (what: Checkpoint) => void }): ReactElement | null {
  const words = useWords();
  const { can } = useRights();
  const entries: IMenuEntry[] = [];
  if (can.has('rollback')) {
    entries.push({ label: words.__('Roll back to here…'), run: () => onChoose('rollback') });
  }
  if (can.has('fork_room')) {
    entries.push({ label: words.__('Start a new room from here…'), run: () => onChoose('fork') });
  }
  return entries.length > 0 ? <Menu label={words.__('From here on')} entries={entries} /> : null;
}
