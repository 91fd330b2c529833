/** Where one writes: state above, field, what will happen to it below. A draft is never lost. */
import { useImperativeHandle, useRef, useState, type ReactElement, type Ref } from 'react';
import { flushSync } from 'react-dom';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useComposer, type IComposer } from '../hooks/useComposer';
import { asking } from '../model/mentions';
import { Button } from '../parts/Button';
import { IconButton } from '../parts/IconButton';
import { TEST_IDS } from '../testids';
import { ComposerField } from './ComposerField';
import { HintLine } from './HintLine';
import { PollForm } from './PollForm';
import { ReplyBar } from './ReplyBar';
import { StateLines } from './StateLines';

export interface IComposerHandle {
  focus: () => void;
  /** Begins the draft with `@handle`, or with `@` alone and the list of who can be asked. */
  ask: (handle: string | null) => void;
}

export function Composer({ reply, handle }: { reply: string | null; handle: Ref<IComposerHandle> }): ReactElement {
  const composer = useComposer(reply);
  const field = useRef<HTMLTextAreaElement>(null);
  const [polling, setPolling] = useState(false);
  const { draft, change } = composer;
  useImperativeHandle(
    handle,
    () => ({
      focus: () => field.current?.focus(),
      ask: agent => {
        const text = asking(draft, agent);
        flushSync(() => change(text));
        putCaret(field.current, agent === null ? 1 : text.length);
      }
    }),
    [draft, change]
  );
  return (
    <div className="cc-Composer" data-testid={TEST_IDS.composer}>
      <StateLines states={composer.states} />
      {polling && <PollForm onDone={() => setPolling(false)} />}
      {reply && <ReplyBar messageId={reply} />}
      {(!composer.locked || composer.draft !== '') && <ComposerField field={field} composer={composer} />}
      {!composer.locked && <SendRow composer={composer} polling={polling} onPolling={setPolling} />}
    </div>
  );
}

/** Before the focus: where that finds the caret behind a bare `@`, the list of who can be asked opens. */
function putCaret(field: HTMLTextAreaElement | null, at: number): void {
  field?.setSelectionRange(at, at);
  field?.focus();
}

interface ISendRowProps {
  composer: IComposer;
  polling: boolean;
  onPolling: (on: boolean) => void;
}

function SendRow({ composer, polling, onPolling }: ISendRowProps): ReactElement {
  const words = useWords();
  const mayAsk = useRoom(view => view.can.has('open_poll'));
  return (
    <div className="cc-Composer-row">
      {mayAsk && (
        <IconButton
          icon="poll"
          label={words.__('Ask the room (poll)')}
          aria-expanded={polling}
          onClick={() => onPolling(!polling)}
        />
      )}
      <HintLine hint={composer.hint} tooLong={composer.tooLong} />
      <Button look="accept" disabled={!composer.sendable} onClick={composer.send}>
        {words.__('Send')}
      </Button>
    </div>
  );
}
