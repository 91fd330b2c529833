/** Two letters in the participant's hue; people round, agents square. Decoration: whoever uses it gives it a name. */
import type { CSSProperties, ReactElement } from 'react';
import { hueOf, initials, isAgent } from '../model/people';

interface IAvatarProps {
  id: string;
  name: string;
  online?: boolean;
  offline?: boolean;
  turn?: boolean;
}

export function Avatar({ id, name, online, offline, turn }: IAvatarProps): ReactElement {
  const modifiers = [
    isAgent(id) && 'cc-mod-agent',
    online && 'cc-mod-online',
    offline && 'cc-mod-offline',
    turn && 'cc-mod-turn'
  ].filter(Boolean);
  return (
    <span
      className={['cc-Avatar', ...modifiers].join(' ')}
      style={{ '--cc-hue': hueOf(id) } as CSSProperties}
      aria-hidden="true"
      data-initials={initials(name)}
    />
  );
}
