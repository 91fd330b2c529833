/** What a panel is about, and the cross that closes it. */
import type { ReactElement, ReactNode } from 'react';
import { useWords } from '../hooks/host';
import { IconButton } from './IconButton';

export function PanelTitle({ onClose, children }: { onClose: () => void; children: ReactNode }): ReactElement {
  const words = useWords();
  return (
    <div className="cc-PanelTitle">
      <h3>{children}</h3>
      <IconButton icon="close" label={words.__('Close')} onClick={onClose} />
    </div>
  );
}
