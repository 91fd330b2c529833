/** The room's state, one sentence each, right above where one writes, with the next step beside it. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useClient } from '../hooks/room';
import type { IRoomState } from '../model/roomState';
import { Button } from '../parts/Button';
import { CommandButton } from '../parts/CommandButton';
import { TEST_IDS } from '../testids';

export function StateLines({ states }: { states: readonly IRoomState[] }): ReactElement {
  const words = useWords();
  const client = useClient();
  return (
    <div role="status" data-testid={TEST_IDS.composerState}>
      {states.map(state => (
        <div key={state.kind} className="cc-StateLine" data-kind={state.kind}>
          <span>{state.sentence}</span>
          {state.canRetry && (
            <Button look="minimal" className="cc-Link" onClick={() => client.reconnectNow()}>
              {words.__('Try now')}
            </Button>
          )}
          {state.remedy && <CommandButton command={state.remedy.command}>{state.remedy.label}</CommandButton>}
        </div>
      ))}
    </div>
  );
}
