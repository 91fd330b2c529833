/** Putting somebody out of the room, and whether they may find a way back. */
import { useState, type ReactElement } from 'react';
import type { IMember, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { AskTwice } from '../parts/AskTwice';
import { CheckField } from '../parts/Fields';

interface IRemoveMemberProps {
  id: ParticipantId;
  member: IMember;
  onRemoved: () => void;
}

export function RemoveMember({ id, member, onRemoved }: IRemoveMemberProps): ReactElement {
  const words = useWords();
  const [block, setBlock] = useState(false);
  const means =
    member.kind === 'guest'
      ? words.__('Their link brings nobody in until you use it again.')
      : words.__('They cannot see that the room exists. An invitation by you lifts it.');
  return (
    <AskTwice
      first={words.__('Remove…')}
      second={words.__('Remove %1', member.name)}
      command={{ type: 'remove_member', who: id, ...(block && { block }) }}
      onDone={onRemoved}
    >
      <p>{words.__('They are put out at once. Only an invitation brings them back.')}</p>
      <CheckField label={words.__('and block')} checked={block} hint={means} onChange={setBlock} />
    </AskTwice>
  );
}
