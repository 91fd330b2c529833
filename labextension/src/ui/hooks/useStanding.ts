/** Somebody in the room as faces and roster show them: what they are called, whether they are here, the rest in words. */
import type { IAgent, IMember, ParticipantId } from '../../core/types';
import { labelOf } from '../model/people';
import { agentWords, holdsTurn, isHere } from '../model/presence';
import { roleWords } from '../model/roles';
import { useWords } from './host';
import { useRoom } from './room';

export interface IStanding {
  name: string;
  here: boolean;
  turn: boolean;
  agent: IAgent | undefined;
  /** Role or state, guest, muted, turn: what is shown beside the name. */
  facts: readonly string[];
  /** All of it in the same words, then online or offline for those who do not see the dot. */
  label: string;
}

export function useStanding(id: ParticipantId, member: IMember): IStanding {
  const words = useWords();
  const name = useRoom(view => labelOf(view.members, id, view.me, words));
  const here = useRoom(view => isHere(id, view.presence, view.agents));
  const turn = useRoom(view => holdsTurn(id, view.turns));
  const agent = useRoom(view => view.agents.get(id));
  const presence = here ? words.__('online') : words.__('offline');
  const role = agent ? agentWords(agent, words) : roleWords(member.role, words);
  const rest = told(
    member.kind === 'guest' && words.__('guest'),
    member.muted && words.__('muted'),
    turn && words.__('holds the turn')
  );
  const facts = [role, ...rest];
  const label = told(name, ...facts, !agent && presence).join(', ');
  return { name, here, turn, agent, facts, label };
}

function told(...facts: readonly (string | false | undefined)[]): string[] {
  return facts.filter(fact => typeof fact === 'string');
}
