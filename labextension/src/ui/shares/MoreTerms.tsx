/** What few links need: a rule of their own for the polls that their guests cause, and further rooms of mine. */
import { useCallback, type ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useClient } from '../hooks/room';
import { useListing } from '../hooks/useListing';
import { consensusOptions, type IShareForm } from '../model/shareForm';
import { ChoiceField } from '../parts/Fields';
import { Refusal } from '../parts/Refusal';
import { RoomChoices } from '../parts/RoomChoices';

interface IMoreTermsProps {
  form: IShareForm;
  set: (part: Partial<IShareForm>) => void;
}

export function MoreTerms({ form, set }: IMoreTermsProps): ReactElement {
  const words = useWords();
  return (
    <details>
      <summary>{words.__('More')}</summary>
      {form.role === 'collaborator' && (
        <ChoiceField
          label={words.__('Who decides what agents may do for those who come by it')}
          value={form.consensus}
          options={consensusOptions(words)}
          onChange={consensus => set({ consensus })}
        />
      )}
      <OtherRooms chosen={form.rooms} onChange={rooms => set({ rooms })} />
    </details>
  );
}

interface IOtherRoomsProps {
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

function OtherRooms({ chosen, onChange }: IOtherRoomsProps): ReactElement | null {
  const words = useWords();
  const { people } = useClient();
  const read = useCallback(() => people.shareable(), [people]);
  const { items, refusal } = useListing(read, null);
  if (items?.length === 0) {
    return null;
  }
  return (
    <>
      {items && (
        <RoomChoices
          label={words.__('It also opens these rooms of mine')}
          rooms={items}
          chosen={chosen}
          onChange={onChange}
        />
      )}
      <Refusal sentence={refusal} />
    </>
  );
}
