/** How this server describes an agent of the room; nothing to guests, and of an agent it no longer offers. */
import type { IOffer, ParticipantId } from '../../core/types';
import { useHost } from './host';

export function useOffer(agent: ParticipantId): IOffer | undefined {
  const { offeredAgents } = useHost();
  return offeredAgents.find(({ id }) => `agent:${id}` === agent);
}
