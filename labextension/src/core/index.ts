/** What the rest of the extension may import of the core besides `api` and `types`: the one entry, `CollabChat`, and the way in before it. */
export { CollabChat } from './collabchat';
export { redeem, type IJoined, type IShareLink } from './redeem';
export type { IServerLocation } from './server';
