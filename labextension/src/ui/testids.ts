/**
 * Stable hooks for browser tests. Most things are reached by role and name instead:
 *
 * - `role=log` "Messages": the list; every row is `role=article` named "<author>, <time>" and carries `data-message-id`.
 * - `role=group` "Vote: <title>": a poll card, `data-poll-id`, `data-state` open | decided | cancelled.
 * - `role=textbox` "Message": the composer; button "Send" beside it.
 * - `role=status`: sentences about the room's state above the composer.
 * - buttons by their words: "Approve", "Deny with a reason…", "Stop", "Join", "New room", "Back to rooms".
 */
export const TEST_IDS = {
  lobby: 'cc-lobby',
  invitation: 'cc-invitation',
  roomRow: 'cc-room-row',
  room: 'cc-room',
  header: 'cc-header',
  waitingVotes: 'cc-waiting-votes',
  faces: 'cc-faces',
  memberCard: 'cc-member-card',
  invites: 'cc-invites',
  shares: 'cc-shares',
  newShare: 'cc-new-share',
  tokens: 'cc-tokens',
  roster: 'cc-roster',
  decisions: 'cc-decisions',
  history: 'cc-history',
  log: 'cc-log',
  message: 'cc-message',
  pending: 'cc-pending',
  seenBy: 'cc-seen-by',
  usage: 'cc-usage',
  poll: 'cc-poll',
  pollDetail: 'cc-poll-detail',
  tally: 'cc-tally',
  turnBar: 'cc-turn-bar',
  queuedPrompt: 'cc-queued-prompt',
  typing: 'cc-typing',
  composer: 'cc-composer',
  composerState: 'cc-composer-state',
  composerHint: 'cc-composer-hint'
} as const;
