/** Whether a participant is here: people by their sessions, agents by their status. Pure. */
import type { IAgent, IPresence, ITurn, ParticipantId } from '../../core/types';
import type { IWords } from '../host';

export function isHere(
  id: ParticipantId,
  presence: ReadonlyMap<ParticipantId, IPresence>,
  agents: ReadonlyMap<ParticipantId, IAgent>
): boolean {
  const agent = agents.get(id);
  return agent ? agent.status === 'running' : presence.get(id)?.online === true;
}

/** Whether a person holds the turn of any agent. */
export function holdsTurn(id: ParticipantId, turns: ReadonlyMap<ParticipantId, ITurn>): boolean {
  return [...turns.values()].some(turn => turn.turn !== undefined && turn.holder === id);
}

export function statusNames(words: IWords): Record<IAgent['status'], string> {
  return {
    stopped: words.__('stopped'),
    starting: words.__('starting'),
    running: words.__('running'),
    stopping: words.__('stopping'),
    error: words.__('failed')
  };
}

export function agentWords(agent: IAgent, words: IWords): string {
  const name = statusNames(words)[agent.status];
  return agent.detail ? `${name}: ${agent.detail}` : name;
}
