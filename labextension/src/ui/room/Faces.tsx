/** One row of faces: who is here, who holds a turn, which agents run. A click shows the member card. */
import { useRef, useState, type ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useWidth } from '../hooks/useWidth';
import { present } from '../model/people';
import { isHere } from '../model/presence';
import { Button } from '../parts/Button';
import { TEST_IDS } from '../testids';
import { AddAgentButton } from '../agents/AddAgent';
import { Face } from './Face';

const FACE_WIDTH = 28;
const ADD_WIDTH = 32;
const COUNT_WIDTH = 64;

export function Faces({ shown }: { shown: string | null }): ReactElement {
  const words = useWords();
  const row = useRef<HTMLDivElement>(null);
  const width = useWidth(row);
  const members = useRoom(view => view.members);
  const presence = useRoom(view => view.presence);
  const agents = useRoom(view => view.agents);
  const [all, setAll] = useState(false);
  const everyone = present(members);
  const { room, counted } = all || width === 0 ? { room: everyone.length, counted: true } : fit(everyone.length, width);
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
      {counted && <span className="cc-Faces-count">{words.__('%1 online', online)}</span>}
    </div>
  );
}

/** Faces before words: the count of those online goes first, then what does not fit hides behind `+n`. */
function fit(everyone: number, width: number): { room: number; counted: boolean } {
  const faces = (place: number): number => Math.floor((place - ADD_WIDTH) / FACE_WIDTH);
  if (everyone <= faces(width - COUNT_WIDTH)) {
    return { room: everyone, counted: true };
  }
  const most = faces(width);
  return { room: everyone <= most ? everyone : Math.max(1, most - 1), counted: false };
}
