/** What will happen to what is written now: who is asked, at once, as number n of a queue, or not at all. Pure. */
import type { IRoomView } from '../../core/api';
import type { IAgent, ITurn, ParticipantId } from '../../core/types';
import type { IWords } from '../host';
import { isAgent, labelOf, nameOf } from './people';

export interface IPromptHint {
  sentence: string;
  /** Set where starting the agent is the next step. */
  start: ParticipantId | null;
  /** Whether the server would refuse the prompt now: it is not sent. Talk that asks nobody always is. */
  refused: boolean;
}

/** `asked`: the agent the draft addresses; without one, the hint is about an agent whose turn is held. */
export function promptHint(view: IRoomView, asked: ParticipantId | null, words: IWords): IPromptHint | null {
  const agent = asked ?? busyAgent(view.turns);
  if (!view.room || !agent) {
    return null;
  }
  const turn = view.turns.get(agent);
  if (turn?.turn && turn.holder) {
    return heldHint(view, turn, asked, words);
  }
  const state = view.agents.get(agent);
  if (!asked || !state) {
    return null;
  }
  const asks = words.__('This asks %1', nameOf(view.members, agent));
  return state.status === 'running'
    ? { sentence: asks, start: null, refused: false }
    : stoppedHint(view, state, agent, words);
}

/**
 * Under `answers: all` a lone agent that runs and is free is asked by whatever names nobody and replies to nobody (T11):
 * that agent, or null.
 */
export function listener(view: IRoomView, isAddressed: boolean): ParticipantId | null {
  const [lone, ...more] = view.agents.keys();
  if (isAddressed || view.room?.policy.answers !== 'all' || lone === undefined || more.length > 0) {
    return null;
  }
  return view.agents.get(lone)?.status === 'running' && !view.turns.get(lone)?.turn ? lone : null;
}

export function listenerHint(view: IRoomView, agent: ParticipantId, words: IWords): IPromptHint {
  const sentence = words.__('%1 answers every message here', nameOf(view.members, agent));
  return { sentence, start: null, refused: false };
}

function busyAgent(turns: IRoomView['turns']): ParticipantId | null {
  return [...turns].find(([id, turn]) => isAgent(id) && turn.turn)?.[0] ?? null;
}

function heldHint(view: IRoomView, turn: ITurn, asked: ParticipantId | null, words: IWords): IPromptHint {
  if (view.room?.policy.prompts !== 'refuse') {
    return { sentence: waitsAs(turn, words), start: null, refused: false };
  }
  const holder = labelOf(view.members, turn.holder as ParticipantId, view.me, words);
  const held =
    turn.holder === view.me
      ? words.__('You hold the turn; this room takes the next prompt after it')
      : words.__('%1 holds the turn; this room takes the next prompt after it', holder);
  const sentence = asked ? `${held}. ${words.__('You can still talk without asking.')}` : held;
  return { sentence, start: null, refused: true };
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
