/** Who is asking which agent, since when, with which model; Stop if I may; below it the prompts that wait. */
import type { ReactElement } from 'react';
import type { ITurn, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRights, useRoom } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { useNow } from '../hooks/useNow';
import { turnWords } from '../model/agentSettings';
import { labelOf, nameOf } from '../model/people';
import { mayTouch } from '../model/roles';
import { elapsed } from '../model/time';
import { Avatar } from '../parts/Avatar';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';
import { TEST_IDS } from '../testids';
import { QueuedPrompt } from './QueuedPrompt';

export function TurnBars(): ReactElement {
  const turns = useRoom(view => view.turns);
  return (
    <>
      {[...turns].map(([agent, turn]) => (
        <TurnBar key={agent} agent={agent} turn={turn} />
      ))}
    </>
  );
}

function TurnBar({ agent, turn }: { agent: ParticipantId; turn: ITurn }): ReactElement {
  return (
    <div className="cc-TurnBar" data-testid={TEST_IDS.turnBar} data-agent={agent}>
      {turn.turn && turn.holder && <Holder agent={agent} turn={turn} holder={turn.holder} />}
      {turn.queue.map((prompt, index) => (
        <QueuedPrompt key={prompt.message} prompt={prompt} position={index + 1} />
      ))}
    </div>
  );
}

interface IHolderProps {
  agent: ParticipantId;
  holder: ParticipantId;
  turn: ITurn;
}

function Holder({ agent, holder, turn }: IHolderProps): ReactElement {
  const words = useWords();
  const rights = useRights();
  const now = useNow(true);
  const { busy, refusal, run } = useCommand();
  const { turn: turnId, since, settings } = turn;
  const facts = settings ? turnWords(settings, words) : '';
  const agentName = nameOf(rights.members, agent);
  const sentence = holder === rights.me ? words.__('are asking %1', agentName) : words.__('is asking %1', agentName);
  return (
    <div className="cc-TurnBar-holder">
      <Avatar id={holder} name={nameOf(rights.members, holder)} turn />
      <span className="cc-TurnBar-who">
        <b>{labelOf(rights.members, holder, rights.me, words)}</b> {sentence}
        {facts !== '' && <span className="cc-TurnBar-facts"> · {facts}</span>}
      </span>
      {since !== undefined && <time>{elapsed(since, now)}</time>}
      {turnId !== undefined && mayTouch(rights, 'stop_turn', holder) && (
        <Button disabled={busy} onClick={() => void run({ type: 'stop_turn', turn: turnId })}>
          {words.__('Stop')}
        </Button>
      )}
      <Refusal sentence={refusal} />
    </div>
  );
}
