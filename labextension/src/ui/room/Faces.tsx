/** One row of faces: who is here, who holds a turn, which agents run. A click shows the member card. */
import { useRef, useState, type ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useWidth } from '../hooks/useWidth';
import { present } from '../model/people';
import { isHere } from '../model/presence';
import { Button } from '../parts/Button';
import { TEST_IDS } from '../testids';
import { AddAgentButton } from './AddAgent';
import { Face } from './Face';

const FACE_WIDTH = 28;
const RESERVED = 130;

export function Faces({ shown }: { shown: string | null }): ReactElement {
  const words = useWords();
  const row = useRef<HTMLDivElement>(null);
  const width = useWidth(row);
  const members = useRoom(view => view.members);
  const presence = useRoom(view => view.presence);
  const agents = useRoom(view => view.agents);
  const [all, setAll] = useState(false);
  const everyone = present(members);
  const room = all || width === 0 ? everyone.length : Math.max(1, Math.floor((width - RESERVED) / FACE_WIDTH));
  const online = everyone.filter(([id, member]) => member.kind !== 'agent' && isHere(id, presence, agents)).length;
  const hidden = everyone.length - room;
  return (
    <div ref={row} className={`cc-Faces ${all ? 'cc-mod-all' : ''}`} data-testid={TEST_IDS.faces}>
      <ul aria-label={words.__('In this room')}>
        {everyone.slice(0, room).map(([id, member]) => (
          <li key={id}>
            <Face id={id} member={member} open={shown === id} />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Button look="minimal" className="cc-Link" onClick={() => setAll(true)} aria-label={words.__('Show all')}>
          +{hidden}
        </Button>
      )}
      <AddAgentButton />
      <span className="cc-Faces-count">{words.__('%1 online', online)}</span>
    </div>
  );
}
