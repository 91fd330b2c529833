/** Why the list of rooms may be old or empty. */
import { useEffect, useReducer, type ReactElement } from 'react';
import type { ILobbyView } from '../../core/api';
import type { IWords } from '../host';
import { useWords } from '../hooks/host';
import { secondsUntil } from '../model/time';

export function LobbyState({ view }: { view: ILobbyView }): ReactElement {
  const words = useWords();
  const [, tick] = useReducer((count: number) => count + 1, 0);
  const waiting = view.connection.kind === 'reconnecting';
  useEffect(() => {
    if (!waiting) {
      return undefined;
    }
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [waiting]);
  return (
    <div className="cc-StateLine" data-kind={view.connection.kind === 'connected' ? 'open' : 'waiting'}>
      <span role="status">{sentence(view, words)}</span>
    </div>
  );
}

function sentence({ connection, rooms }: ILobbyView, words: IWords): string {
  switch (connection.kind) {
    case 'connecting':
      return rooms === null ? words.__('Connecting…') : '';
    case 'connected':
      return '';
    case 'reconnecting': {
      const seconds = secondsUntil(connection.retryAt, Date.now());
      return words.__('Reconnecting, attempt %1, next in %2 s', connection.attempt, seconds);
    }
    case 'polling':
      return words.__('No live connection: looking for news every 2 s');
    case 'refused':
      return connection.reason;
  }
}
