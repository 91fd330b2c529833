/** Gives every component the page it lives in (`IHost`). */
import { createContext, useContext, type ReactElement, type ReactNode } from 'react';
import type { IHost, IWords } from '../host';

const HostContext = createContext<IHost | null>(null);

export function HostProvider(props: { host: IHost; children: ReactNode }): ReactElement {
  return <HostContext.Provider value={props.host}>{props.children}</HostContext.Provider>;
}

export function useHost(): IHost {
  const host = useContext(HostContext);
  if (!host) {
    throw new Error('A room component was mounted outside of HostProvider.');
  }
  return host;
}

export function useWords(): IWords {
  return useHost().words;
}
