/** The line above a message: author, time (whole on hover), edited, its stage. A following message shows only its stage. */
import type { ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import type { IWords } from '../host';
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
  const notes = [...(head ? firstNotes(message, words) : []), ...everyNote(message, words)].filter(Boolean);
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

/** What is said once of all that somebody says in a row. */
function firstNotes(message: IMessageView, words: IWords): (string | false)[] {
  return [
    message.author.startsWith('guest:') && words.__('guest'),
    message.origin !== undefined && words.__('copied from another room')
  ];
}

function everyNote(message: IMessageView, words: IWords): (string | false | null)[] {
  return [
    message.via === 'token' && words.__('script'),
    message.edited_at !== undefined && words.__('edited'),
    statusWords(message, words)
  ];
}
