/** My access tokens: what scripts of mine may do. A secret is on screen once. */
import { useCallback, useState, type ReactElement } from 'react';
import type { ITokens } from '../../core/api';
import type { IRoomSummary } from '../../core/types';
import { useWords } from '../hooks/host';
import { useListing } from '../hooks/useListing';
import { IconButton } from '../parts/IconButton';
import { Refusal } from '../parts/Refusal';
import { TEST_IDS } from '../testids';
import type { IMinted } from './minted';
import { NewToken } from './NewToken';
import { TokenForm } from './TokenForm';
import { TokenItem } from './TokenItem';

interface ITokensViewProps {
  tokens: ITokens;
  /** The rooms I am in. */
  rooms: readonly IRoomSummary[];
  onBack: () => void;
}

export function TokensView({ tokens, rooms, onBack }: ITokensViewProps): ReactElement {
  const words = useWords();
  const read = useCallback(() => tokens.list(), [tokens]);
  const { items, refusal, reload } = useListing(read, null);
  const [minted, setMinted] = useState<IMinted | null>(null);
  const onMinted = (made: IMinted): void => {
    setMinted(made);
    reload();
  };
  return (
    <div className="cc-Lobby" data-testid={TEST_IDS.tokens}>
      <header className="cc-Header">
        <IconButton icon="back" label={words.__('Back to rooms')} onClick={onBack} />
        <div className="cc-Header-title">
          <h2>{words.__('Access tokens')}</h2>
        </div>
      </header>
      <div className="cc-Tokens">
        <p>
          {words.__('A token lets a script of yours act for you in rooms you choose. It never votes or moderates.')}
        </p>
        {minted ? (
          <NewToken minted={minted} onDone={() => setMinted(null)} />
        ) : (
          <TokenForm tokens={tokens} rooms={rooms} onMinted={onMinted} />
        )}
        <Refusal sentence={refusal} />
        {items?.length === 0 && <p>{words.__('You have no access token.')}</p>}
        <ul className="cc-Items" aria-label={words.__('My access tokens')}>
          {items?.map(token => (
            <TokenItem key={token.id} token={token} tokens={tokens} rooms={rooms} onRevoked={reload} />
          ))}
        </ul>
      </div>
    </div>
  );
}
