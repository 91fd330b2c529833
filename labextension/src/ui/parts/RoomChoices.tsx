/** Rooms to tick. */
import type { ReactElement } from 'react';
import type { RoomId } from '../../core/types';
import { CheckField } from './Fields';

interface IRoomChoicesProps {
  label: string;
  rooms: readonly { id: RoomId; name: string }[];
  chosen: readonly RoomId[];
  onChange: (chosen: readonly RoomId[]) => void;
}

export function RoomChoices({ label, rooms, chosen, onChange }: IRoomChoicesProps): ReactElement {
  return (
    <fieldset className="cc-Choices">
      <legend>{label}</legend>
      {rooms.map(({ id, name }) => (
        <CheckField
          key={id}
          label={name}
          checked={chosen.includes(id)}
          onChange={on => onChange(on ? [...chosen, id] : chosen.filter(other => other !== id))}
        />
      ))}
    </fieldset>
  );
}
