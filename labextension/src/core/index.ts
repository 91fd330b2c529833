/** What the rest of the extension may import of the core besides `api` and `types`: the one entry, `CollabChat`. */
export { CollabChat } from './collabchat';
export type { IServerLocation } from './server';
