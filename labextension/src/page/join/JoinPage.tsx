/** What somebody sees who has opened a share link: what it leads to, what it means, and one button. */
import type { ReactElement } from 'react';
import type { IJoined } from '../../core';
import { useWords } from '../../ui/hooks/host';
import { EndCard } from '../EndCard';
import type { IPageConfig } from '../config';
import { JoinCard } from './JoinCard';
import { useRedeem } from './useRedeem';

interface IJoinPageProps {
  config: IPageConfig;
  /** Null when the address had none. */
  secret: string | null;
  onJoined: (joined: IJoined) => void;
}

export function JoinPage({ config, secret, onJoined }: IJoinPageProps): ReactElement {
  const words = useWords();
  const redeeming = useRedeem(config, onJoined);
  if (secret === null) {
    return (
      <EndCard
        title={words.__('This link is not complete')}
        sentence={words.__('Open the whole link that you were given: the part after the # is what lets you in.')}
      />
    );
  }
  if (redeeming.dead) {
    return <EndCard title={words.__('This link has ended')} sentence={redeeming.refusal ?? ''} />;
  }
  return <JoinCard user={config.user} secret={secret} redeeming={redeeming} />;
}
