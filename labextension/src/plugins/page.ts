/**
 * What every surface of this page shares: the rooms, the renderer, the person's settings. Provided as a token, so that
 * the sidebar, the tabs and notebook panels are one client with one connection per room.
 */
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import { Signal, type ISignal } from '@lumino/signaling';
import type { ICollabChat, ILobbyClient, IRoomClient, ITokens } from '../core/api';
import type { IBlobs } from './picture';
import { LabRenderer } from './renderer';
import { UserSettings } from './userSettings';

export interface IPageOptions {
  chat: ICollabChat;
  words: TranslationBundle;
  rendermime: IRenderMimeRegistry;
  blobs: IBlobs;
}

export class RoomsPage implements ICollabChat {
  readonly settings = new UserSettings();
  readonly words: TranslationBundle;
  readonly renderer: LabRenderer;
  /** Set by the plugin that owns the main area; surfaces offer the command while it is there. */
  openInMain: ((room: string) => void) | null = null;
  /** Set likewise, where the page has an editor of settings. */
  openSettings: (() => void) | null = null;
  private readonly chat: ICollabChat;
  private readonly watchers = new Set<(room: string) => boolean>();
  private readonly openedSignal = new Signal<this, IRoomClient>(this);

  constructor({ chat, words, rendermime, blobs }: IPageOptions) {
    this.chat = chat;
    this.words = words;
    this.renderer = new LabRenderer(rendermime, words, blobs);
  }

  get lobby(): ILobbyClient {
    return this.chat.lobby;
  }

  get tokens(): ITokens {
    return this.chat.tokens;
  }

  /** What is new in my rooms, without those that are muted here. */
  unread(): { unread: number; mentions: number } {
    return this.lobby.unread(this.settings.get().mutedRooms);
  }

  /** Emitted with every client that a surface opens. */
  get opened(): ISignal<this, IRoomClient> {
    return this.openedSignal;
  }

  /** Registers a surface that can tell whether a room is before the person's eyes in it; returns how to end that. */
  addSurface(isShowing: (room: string) => boolean): () => void {
    this.watchers.add(isShowing);
    return () => this.watchers.delete(isShowing);
  }

  isShown(room: string): boolean {
    return document.visibilityState === 'visible' && [...this.watchers].some(isShowing => isShowing(room));
  }

  open(room: string): IRoomClient {
    const client = this.chat.open(room);
    this.openedSignal.emit(client);
    return client;
  }

  dispose(): void {
    Signal.clearData(this);
    this.chat.dispose();
  }
}

export const IRoomsPage = new Token<RoomsPage>(
  'jupyter-collabchat:IRoomsPage',
  'The rooms of this page: one client, shared by every surface.'
);
