/** Completion of @handles at the caret, and which agent a draft would prompt. Pure. */
import type { IMember, ParticipantId } from '../../core/types';
import type { Members } from './people';

export interface IMentionQuery {
  /** Index of the `@`. */
  start: number;
  text: string;
}

/** The unfinished mention the caret stands in, if any. */
export function mentionAt(draft: string, caret: number): IMentionQuery | null {
  const match = /(^|[\s([{,;:])@([\p{L}\p{N}._-]*)$/u.exec(draft.slice(0, caret));
  return match ? { start: caret - match[2].length - 1, text: match[2] } : null;
}

/** Agents first (they are what one asks), then people; a prefix of handle or of any word of the name matches. */
export function candidates(members: Members, query: string, me: ParticipantId | null): [ParticipantId, IMember][] {
  const wanted = query.toLocaleLowerCase();
  const matches = ({ handle, name }: IMember): boolean =>
    [handle, ...name.split(/\s+/)].some(word => word.toLocaleLowerCase().startsWith(wanted));
  return [...members]
    .filter(([id, member]) => id !== me && member.role !== 'left' && matches(member))
    .sort(([, a], [, b]) => Number(b.kind === 'agent') - Number(a.kind === 'agent') || a.handle.localeCompare(b.handle))
    .slice(0, 8);
}

export function complete(draft: string, query: IMentionQuery, handle: string): { draft: string; caret: number } {
  const before = `${draft.slice(0, query.start)}@${handle} `;
  const after = draft.slice(query.start + 1 + query.text.length).replace(/^ /, '');
  return { draft: before + after, caret: before.length };
}

/** Handles mentioned outside code and quotes, in order: the same reading as the server's. */
export function mentioned(draft: string): string[] {
  const prose = draft
    .replace(/(^|\n)(`{3,}|~{3,})[\s\S]*?(\n\2|$)/g, '$1')
    .replace(/`[^`\n]*`/g, ' ')
    .replace(/^\s*>.*$/gm, '');
  return [...prose.matchAll(/(?:^|[\s([{,;:])@([\p{L}\p{N}._-]*[\p{L}\p{N}_-])/gu)].map(match => match[1]);
}

/** The agent that would be asked by `draft`: the first mentioned, else the author of the message replied to. */
export function addressee(draft: string, members: Members, replyAuthor: ParticipantId | null): ParticipantId | null {
  for (const handle of mentioned(draft)) {
    for (const [id, member] of members) {
      if (member.kind === 'agent' && member.role !== 'left' && member.handle === handle) {
        return id;
      }
    }
  }
  return replyAuthor && members.get(replyAuthor)?.kind === 'agent' ? replyAuthor : null;
}

/** A draft that begins by asking an agent; without a handle by the sign, so that one is chosen. It stays if it asks one. */
export function asking(draft: string, handle: string | null): string {
  const rest = draft.replace(/^@(?=$|\s)\s*/, '');
  if (handle === null) {
    return `@${rest === '' ? '' : ` ${rest}`}`;
  }
  return mentioned(rest).includes(handle) ? rest : `@${handle} ${rest}`;
}
