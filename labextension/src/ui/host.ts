/**
 * What the components need from the page they live in. Owns interfaces only: the JupyterLab implementation is in
 * `src/plugins`, a plain one for tests in `__tests__`. Nothing in `src/ui` imports JupyterLab.
 */
import type { ComponentType } from 'react';
import type { Consensus, IOffer, MimeBundle } from '../core/types';

/** The gettext functions of JupyterLab's `TranslationBundle` that are used here. */
export interface IWords {
  __: (msgid: string, ...args: unknown[]) => string;
  /** `n` is `%1` in both forms. */
  _n: (singular: string, plural: string, n: number, ...args: unknown[]) => string;
}

export type IconName =
  | 'add'
  | 'archived'
  | 'ask'
  | 'back'
  | 'close'
  | 'copy'
  | 'edit'
  | 'invite'
  | 'more'
  | 'muted'
  | 'poll'
  | 'redact'
  | 'reply'
  | 'room'
  | 'roomOpen'
  | 'solo';

export interface IRendered {
  readonly node: HTMLElement;
  dispose: () => void;
}

/** Renders what people and agents wrote. Both methods treat their input as untrusted and load nothing remote. */
export interface IContentRenderer {
  markdown: (source: string) => Promise<IRendered>;
  /** `room` addresses parts that were too large to travel inside their message. */
  output: (bundle: MimeBundle, room: string) => Promise<IRendered>;
}

export interface ISettings {
  sendWith: 'enter' | 'ctrl-enter';
  typingNotices: boolean;
  /** Rooms that notify nobody here. */
  mutedRooms: readonly string[];
  /** How rooms that I make decide, unless I choose otherwise there. */
  newRoomConsensus: Consensus;
}

/** Things only the page can do; an absent one hides its control. */
export interface IHostActions {
  openInMain?: (room: string) => void;
  roomLink?: (room: string) => string;
  /** The page where somebody without a login comes in: the secret is in the fragment, which no server is sent. */
  shareLink?: (secret: string) => string;
  copy: (text: string) => void;
  /** Whether this page notifies of what happens in a room. */
  muteRoom?: (room: { id: string; name: string }, muted: boolean) => void;
  openSettings?: () => void;
  /** The address that a script of mine connects to. */
  serverUrl?: string;
}

export interface IHost {
  readonly words: IWords;
  readonly renderer: IContentRenderer;
  readonly Icon: ComponentType<{ name: IconName }>;
  readonly settings: ISettings;
  readonly actions: IHostActions;
  /** Agents that this server could bring into a room (`GET me`). */
  readonly offeredAgents: readonly IOffer[];
}

/** What the sidebar shows. */
export interface IPlace {
  /** Null: the list of rooms. */
  readonly room: string | null;
  /** Whether the form for a new room is shown in the list. */
  readonly creating: boolean;
  /** My access tokens, in place of the list. */
  readonly tokens?: boolean;
  /** The room that is shown beside the list, where there is space for both. */
  readonly beside?: string | null;
}

export interface INavigation {
  subscribe: (listener: () => void) => () => void;
  getPlace: () => IPlace;
  go: (place: IPlace) => void;
}

/** What a command of the page may ask of a room on screen. */
export interface IRoomHandle {
  focusComposer: () => void;
  /** Moves to the next vote that waits for me; false when there is none. */
  nextVote: () => boolean;
}
