/** The draft of a room: whom it addresses, whether it may go, and what will happen to it. */
import { useRoom, useRoomActions, useRoomView, useClient } from './room';
import { useWords } from './host';
import { useDraft } from './useDraft';
import { useNow } from './useNow';
import { useOnline } from './useOnline';
import { useTypingNotice } from './useTypingNotice';
import { addressee, mentioned } from '../model/mentions';
import { listener, listenerHint, promptHint, type IPromptHint } from '../model/promptHint';
import { roomStates, type IRoomState } from '../model/roomState';

/** PROTOCOL: a body has at most 16,384 code points. */
const MAX_BODY = 16_384;

export interface IComposer {
  draft: string;
  states: readonly IRoomState[];
  locked: boolean;
  tooLong: boolean;
  sendable: boolean;
  hint: IPromptHint | null;
  change: (text: string) => void;
  send: () => void;
  leave: () => void;
}

export function useComposer(reply: string | null): IComposer {
  const words = useWords();
  const client = useClient();
  const view = useRoomView();
  const actions = useRoomActions();
  const now = useNow(view.connection.kind === 'reconnecting');
  const states = roomStates(view, useOnline(), now, words);
  const [draft, setDraft] = useDraft(`${client.id} composer`);
  const typing = useTypingNotice();
  const replyAuthor = useRoom(room => room.messages.find(message => message.id === reply)?.author ?? null);
  const asked = addressee(draft, view.members, replyAuthor);
  const locked = states.some(state => state.kind === 'locked');
  const tooLong = [...draft].length > MAX_BODY;
  const all = listener(view, reply !== null || mentioned(draft).length > 0);
  const hint = all ? listenerHint(view, all, words) : promptHint(view, asked, words);
  const isRefused = asked !== null && hint?.refused === true;
  const sendable = !locked && !tooLong && !isRefused && draft.trim() !== '';
  const change = (text: string): void => {
    setDraft(text);
    typing(text !== '');
  };
  const send = (): void => {
    if (sendable) {
      void client.post(draft, { ...(asked && { to: asked }), ...(reply && { reply_to: reply }) });
      change('');
      actions.replyTo(null);
    }
  };
  const hinted = tooLong ? null : hint;
  return { draft, states, locked, tooLong, sendable, hint: hinted, change, send, leave: () => typing(false) };
}
