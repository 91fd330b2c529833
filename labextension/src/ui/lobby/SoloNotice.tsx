/** A room of mine that its owner has to themselves for now; it opens by itself when it is shared again. */
import type { ReactElement } from 'react';
import type { IRoomSummary } from '../../core/types';
import { useWords } from '../hooks/host';
import { Button } from '../parts/Button';

export function SoloNotice({ room, onBack }: { room: IRoomSummary; onBack?: () => void }): ReactElement {
  const words = useWords();
  return (
    <div className="cc-Empty" role="status">
      <p>{words.__('%1 has “%2” to themselves for now.', room.owner_name, room.name)}</p>
      <p>{words.__('It opens here again when it is shared; what you were writing is kept.')}</p>
      {onBack && (
        <div className="cc-Row">
          <Button onClick={onBack}>{words.__('Back to rooms')}</Button>
        </div>
      )}
    </div>
  );
}
