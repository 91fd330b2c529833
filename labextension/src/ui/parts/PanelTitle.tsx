/** What a panel is about, and the cross that closes it. Whoever opens the panel is in it, also with the keyboard. */
import { useEffect, useImperativeHandle, useRef, type ReactElement, type ReactNode, type Ref } from 'react';
import { useWords } from '../hooks/host';
import { IconButton } from './IconButton';

export interface IPanelTitleHandle {
  /** For when what had the focus is gone. */
  focus: () => void;
}

interface IPanelTitleProps {
  onClose: () => void;
  handle?: Ref<IPanelTitleHandle>;
  children: ReactNode;
}

export function PanelTitle({ onClose, handle, children }: IPanelTitleProps): ReactElement {
  const words = useWords();
  const title = useRef<HTMLHeadingElement>(null);
  useImperativeHandle(handle, () => ({ focus: () => title.current?.focus() }), []);
  useEffect(() => {
    const panel = title.current?.closest('.cc-Panel');
    if (!panel?.contains(document.activeElement)) {
      title.current?.focus();
    }
  }, []);
  return (
    <div className="cc-PanelTitle">
      <h3 ref={title} tabIndex={-1}>
        {children}
      </h3>
      <IconButton icon="close" label={words.__('Close')} onClick={onClose} />
    </div>
  );
}
