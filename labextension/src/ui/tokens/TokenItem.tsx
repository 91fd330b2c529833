/** One access token, and revoking it: it ends at once, also where it is in use. */
import { useState, type ReactElement } from 'react';
import type { ITokens } from '../../core/api';
import type { IAccessToken, IRoomSummary } from '../../core/types';
import { useWords } from '../hooks/host';
import { useTask } from '../hooks/useCommand';
import { tokenFacts } from '../model/tokens';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';

interface ITokenItemProps {
  token: IAccessToken;
  tokens: ITokens;
  rooms: readonly IRoomSummary[];
  onRevoked: () => void;
}

export function TokenItem({ token, tokens, rooms, onRevoked }: ITokenItemProps): ReactElement {
  const words = useWords();
  const { busy, refusal, attempt } = useTask();
  const [now] = useState(() => Date.now());
  const revoke = async (): Promise<void> => {
    if (await attempt(() => tokens.revoke(token.id).then(() => true))) {
      onRevoked();
    }
  };
  return (
    <li>
      <div>
        <b>{token.label}</b>
        <span>{tokenFacts(token, rooms, now, words)}</span>
        <Refusal sentence={refusal} />
      </div>
      <Button disabled={busy} aria-label={words.__('Revoke “%1”', token.label)} onClick={() => void revoke()}>
        {words.__('Revoke')}
      </Button>
    </li>
  );
}
