/** What will happen to a prompt that is written now: asked at once, queued as number n, or refused. Pure. */
import type { IRoomView } from '../../core/api';
import type { IAgent, ITurn, ParticipantId } from '../../core/types';
import type { IWords } from '../host';
import { isAgent, labelOf } from './people';

export interface IPromptHint {
  sentence: string;
  /** Set where starting the agent is the next step. */
  start: ParticipantId | null;
  /** Whether the server would refuse the prompt now. */
  refused: boolean;
}

/** `asked`: the agent the draft addresses; without one, the hint is about an agent whose turn is held. */
export function promptHint(view: IRoomView, asked: ParticipantId | null, words: IWords): IPromptHint | null {
  const agent = asked ?? busyAgent(view.turns);
  if (!agent || !view.room) {
    return null;
  }
  const turn = view.turns.get(agent);
  const state = view.agents.get(agent);
  if (turn?.turn && turn.holder) {
    return heldHint(view, turn, words);
  }
  return asked && state && state.status !== 'running' ? stoppedHint(view, state, agent, words) : null;
}

function busyAgent(turns: IRoomView['turns']): ParticipantId | null {
  return [...turns].find(([id, turn]) => isAgent(id) && turn.turn)?.[0] ?? null;
}

function heldHint(view: IRoomView, turn: ITurn, words: IWords): IPromptHint {
  if (view.room?.policy.prompts === 'refuse') {
    const holder = labelOf(view.members, turn.holder as ParticipantId, view.me, words);
    const sentence =
      turn.holder === view.me
        ? words.__('You hold the turn; this room takes the next prompt after it')
        : words.__('%1 holds the turn; this room takes the next prompt after it', holder);
    return { sentence, start: null, refused: true };
  }
  return { sentence: waitsAs(turn, words), start: null, refused: false };
}

function stoppedHint(view: IRoomView, state: IAgent, agent: ParticipantId, words: IWords): IPromptHint {
  const start = state.status !== 'starting' && view.can.has('start_agent') ? agent : null;
  const told =
    state.status === 'error'
      ? words.__('%1 has failed.', state.name)
      : state.status === 'starting'
        ? words.__('%1 is starting.', state.name)
        : words.__('%1 is stopped.', state.name);
  if (view.room?.policy.prompts === 'refuse') {
    return { sentence: `${told} ${words.__('This room refuses prompts until it runs.')}`, start, refused: true };
  }
  return { sentence: `${told} ${waitsAs(view.turns.get(agent), words)}`, start, refused: false };
}

function waitsAs(turn: ITurn | undefined, words: IWords): string {
  return words.__('A prompt now waits as number %1', (turn?.queue.length ?? 0) + 1);
}
