/** I have read what I was shown: the end of the log, in a visible page. Whether others see it is the server's matter. */
import { useEffect, useState, type RefObject } from 'react';
import { useClient, useRoom } from './room';

export function useMarkRead(atEnd: boolean, log: RefObject<HTMLElement>): void {
  const client = useClient();
  const newest = useRoom(view => view.messages.at(-1)?.seq ?? 0);
  const connected = useRoom(view => view.me !== null && view.can.has('mark_read'));
  const seen = useSeen(log);
  useEffect(() => {
    if (connected && atEnd && seen && newest > 0) {
      client.markRead(newest);
    }
  }, [connected, atEnd, seen, newest, client]);
}

/** Whether the element is on screen in a page one looks at. */
function useSeen(target: RefObject<HTMLElement>): boolean {
  const [onScreen, setOnScreen] = useState(true);
  const [pageShown, setPageShown] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    const follow = (): void => setPageShown(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  }, []);
  useEffect(() => {
    if (!target.current || typeof IntersectionObserver === 'undefined') {
      return undefined;
    }
    const observer = new IntersectionObserver(entries => setOnScreen(entries[entries.length - 1].isIntersecting));
    observer.observe(target.current);
    return () => observer.disconnect();
  }, [target]);
  return onScreen && pageShown;
}
