/** The people and agents that match an unfinished @mention. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { optionId, type IMentionMenu } from '../hooks/useMentions';
import { Avatar } from '../parts/Avatar';

export function MentionMenu({ options, active, listId, choose }: IMentionMenu): ReactElement {
  const words = useWords();
  return (
    <ul className="cc-Mentions" role="listbox" id={listId} aria-label={words.__('Mention')}>
      {options.map(([id, member], index) => (
        <li
          key={id}
          id={optionId(listId, index)}
          role="option"
          aria-selected={index === active}
          onMouseDown={event => {
            event.preventDefault(); // the field keeps the focus
            choose(index);
          }}
        >
          <Avatar id={id} name={member.name} />
          <b>@{member.handle}</b>
          <span>{member.kind === 'agent' ? words.__('ask this agent') : member.name}</span>
        </li>
      ))}
    </ul>
  );
}
