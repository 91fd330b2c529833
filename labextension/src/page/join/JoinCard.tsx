/** The consent: who I will be, who will see what, and the button that joins. */
import { useState, type FormEvent, type ReactElement } from 'react';
import { useWords } from '../../ui/hooks/host';
import { Button } from '../../ui/parts/Button';
import { TextField } from '../../ui/parts/Fields';
import { Refusal } from '../../ui/parts/Refusal';
import { Card } from '../Card';
import type { IPageConfig } from '../config';
import type { IRedeeming } from './useRedeem';

const NAME_MAX = 60;

interface IJoinCardProps {
  user: IPageConfig['user'];
  secret: string;
  redeeming: IRedeeming;
}

export function JoinCard({ user, secret, redeeming }: IJoinCardProps): ReactElement {
  const words = useWords();
  const [name, setName] = useState('');
  const ready = !redeeming.busy && (user !== null || name.trim() !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) {
      void redeeming.join(user ? { secret } : { secret, name: name.trim() });
    }
  };
  return (
    <Card title={words.__('You are invited to a room')}>
      <p>{words.__('In a room people talk, ask agents, and decide together what the agents may do.')}</p>
      <form onSubmit={submit}>
        {user ? (
          <p>{words.__('You are signed in as %1 and will be seen in the room under this name.', user.name)}</p>
        ) : (
          <TextField label={words.__('Your name')} value={name} max={NAME_MAX} first onChange={setName} />
        )}
        <Consent isGuest={user === null} />
        <Button type="submit" look="accept" disabled={!ready}>
          {user ? words.__('Join as %1', user.name) : words.__('Join the room')}
        </Button>
        <Refusal sentence={redeeming.refusal} />
      </form>
    </Card>
  );
}

function Consent({ isGuest }: { isGuest: boolean }): ReactElement {
  const words = useWords();
  return (
    <p className="cc-Card-consent">
      {words.__('Messages are stored on this server. Everyone in the room sees the whole history, and so will you.')}
      {isGuest && ` ${words.__('You come as a guest: you need no account, and a cookie of this page remembers you.')}`}
    </p>
  );
}
