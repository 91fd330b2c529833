/** The line above a message: author, time (whole on hover), edited, its stage. A following message shows only its stage. */
import type { ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import { useWords } from '../hooks/host';
import { statusWords } from '../model/messageWords';
import { clockTime, fullTime } from '../model/time';

interface IMessageHeadProps {
  message: IMessageView;
  label: string;
  head: boolean;
}

export function MessageHead({ message, label, head }: IMessageHeadProps): ReactElement | null {
  const words = useWords();
  const status = statusWords(message, words);
  const notes = [
    head && message.author.startsWith('guest:') && words.__('guest'),
    message.via === 'token' && words.__('script'),
    message.edited_at !== undefined && words.__('edited'),
    status
  ].filter(Boolean);
  if (!head && notes.length === 0) {
    return null;
  }
  return (
    <div className="cc-Message-head">
      {head && <b className="cc-Message-author">{label}</b>}
      {head && (
        <time dateTime={new Date(message.at).toISOString()} title={fullTime(message.at)}>
          {clockTime(message.at)}
        </time>
      )}
      {notes.map(note => (
        <span key={String(note)} className="cc-Note">
          {note}
        </span>
      ))}
    </div>
  );
}
