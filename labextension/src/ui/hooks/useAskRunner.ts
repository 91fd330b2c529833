/** Asking the runner for exactly one code block of a message; null where there is no runner or I may not ask. */
import { useMemo } from 'react';
import { fenced } from '../model/text';
import { useClient, useRoom } from './room';

const RUNNER = 'agent:runner';

export function useAskRunner(message: string): ((code: string) => void) | null {
  const client = useClient();
  const available = useRoom(view => view.agents.has(RUNNER) && view.can.has('post_message'));
  const handle = useRoom(view => view.members.get(RUNNER)?.handle ?? 'runner');
  return useMemo(() => {
    if (!available) {
      return null;
    }
    return code => void client.post(`@${handle}\n${fenced(code)}`, { to: RUNNER, reply_to: message });
  }, [available, client, handle, message]);
}
