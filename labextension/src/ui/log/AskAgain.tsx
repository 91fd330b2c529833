/** Under an agent's answer that did not end well: the way to ask the same again. */
import type { ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useClient, useRoom } from '../hooks/room';
import { isAgent } from '../model/people';
import { Button } from '../parts/Button';

const UNHAPPY: ReadonlySet<string> = new Set(['error', 'cancelled', 'interrupted']);

export function AskAgain({ message }: { message: IMessageView }): ReactElement | null {
  const words = useWords();
  const client = useClient();
  const me = useRoom(view => view.me);
  const prompt = useRoom(view => view.messages.find(other => other.id === message.reply_to));
  const may = useRoom(view => view.can.has('post_message'));
  if (!UNHAPPY.has(message.status) || !isAgent(message.author) || !may || !prompt || prompt.author !== me) {
    return null;
  }
  const again = (): void => void client.post(prompt.body, { to: message.author, reply_to: prompt.reply_to });
  return (
    <Button look="minimal" className="cc-Link" onClick={again}>
      {words.__('Ask again')}
    </Button>
  );
}
