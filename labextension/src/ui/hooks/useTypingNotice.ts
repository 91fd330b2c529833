/** Tells the room that I am typing, if my settings allow it; silence after leaving. */
import { useCallback, useEffect } from 'react';
import { useHost } from './host';
import { useClient } from './room';

export function useTypingNotice(): (typing: boolean) => void {
  const client = useClient();
  const { typingNotices } = useHost().settings;
  useEffect(() => () => client.setTyping(false), [client]);
  return useCallback(
    (typing: boolean) => {
      if (typingNotices) {
        client.setTyping(typing);
      }
    },
    [client, typingNotices]
  );
}
