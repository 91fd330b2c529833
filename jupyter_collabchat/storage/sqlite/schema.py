"""The tables, version by version. Knows no file."""

from __future__ import annotations

APPLICATION_ID = 0x636F6C63
"""Written into the file's header: this is a database of collabchat."""

_VERSION_1 = """
CREATE TABLE rooms (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    topic TEXT NOT NULL,
    visibility TEXT NOT NULL,
    scope TEXT,
    owner TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    people INTEGER NOT NULL,
    indexed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX listed_rooms ON rooms (number) WHERE visibility = 'listed' AND deleted = 0;

CREATE TABLE events (
    place INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    data BLOB NOT NULL
);

-- `changed`: place of the event that gave the text, where it is not the message's own. `extra`: see messages.py.
CREATE TABLE messages (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    status TEXT NOT NULL,
    changed INTEGER,
    body TEXT NOT NULL,
    extra BLOB
);
CREATE INDEX changed_messages ON messages (changed) WHERE changed IS NOT NULL;

-- One row for each event that gave a message another text; `body` is the former one, NULL where there was none.
CREATE TABLE revisions (
    event INTEGER PRIMARY KEY,
    message INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body TEXT
);
CREATE INDEX revisions_of ON revisions (message);

-- Ids made by clients, unique for ever. `scope`: a room's number, or the id of a person.
CREATE TABLE claims (
    scope NOT NULL,
    key TEXT NOT NULL,
    author TEXT NOT NULL,
    digest BLOB NOT NULL,
    seq INTEGER NOT NULL,
    ref TEXT NOT NULL,
    PRIMARY KEY (scope, key)
) WITHOUT ROWID;

CREATE TABLE mentions (
    who TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (who, place)
) WITHOUT ROWID;

CREATE TABLE members (
    who TEXT NOT NULL,
    room INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (who, room)
) WITHOUT ROWID;
CREATE INDEX members_of ON members (room);

CREATE TABLE polls (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    data BLOB NOT NULL
);
CREATE INDEX polls_by_id ON polls (id);
CREATE INDEX decided_polls ON polls (place) WHERE state <> 'open';

CREATE TABLE turns (
    room INTEGER NOT NULL,
    agent TEXT NOT NULL,
    turn TEXT NOT NULL,
    PRIMARY KEY (room, agent)
) WITHOUT ROWID;

CREATE TABLE snapshots (room INTEGER PRIMARY KEY, data BLOB NOT NULL);

CREATE TABLE texts (
    room INTEGER NOT NULL,
    message TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (room, message)
) WITHOUT ROWID;

-- Parts too large for the message that owns them; `bytes` is the length of `data`.
CREATE TABLE blobs (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    room INTEGER NOT NULL,
    message TEXT NOT NULL,
    mime TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    data BLOB NOT NULL
);
CREATE INDEX blobs_of ON blobs (room, message, bytes);

CREATE TABLE receipts (
    room INTEGER NOT NULL,
    who TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (room, who)
) WITHOUT ROWID;

CREATE TABLE people (
    who TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    login TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX people_by_name ON people (folded);
CREATE INDEX people_by_login ON people (login);

CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    data BLOB NOT NULL
);
CREATE INDEX tokens_of ON tokens (owner);

-- Work that must be finished even if the server is killed, and how often it was asked for.
CREATE TABLE chores (name TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;

-- Holds no text of its own, and no positions: the words of each body, by place.
CREATE VIRTUAL TABLE words USING fts5 (
    body, content = '', columnsize = 0, detail = none, tokenize = 'unicode61 remove_diacritics 2'
);
"""

_VERSION_2 = """
ALTER TABLE rooms ADD COLUMN collaboration INTEGER NOT NULL DEFAULT 1;
ALTER TABLE rooms ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
-- Seq of the newest clearing, and up to which seq what it took away has left the file; see clearing.py.
ALTER TABLE rooms ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN wiped INTEGER NOT NULL DEFAULT 0;
CREATE INDEX unwiped_rooms ON rooms (number) WHERE wiped < cleared;

ALTER TABLE members ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;

CREATE TABLE invites (
    id TEXT PRIMARY KEY,
    room INTEGER NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    by TEXT NOT NULL,
    at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    pending INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX pending_invites ON invites (who) WHERE pending = 1;

CREATE TABLE shares (id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, data BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE guests (
    hash BLOB PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE preferences (who TEXT PRIMARY KEY, nickname TEXT NOT NULL, receipts INTEGER NOT NULL) WITHOUT ROWID;
"""

_VERSION_3 = """
-- What was taken away between two places, both left out, and is still in the file; see taken.py. It takes the place of
-- `cleared` and `wiped` in rooms, which nothing reads any more.
CREATE TABLE taken (high INTEGER PRIMARY KEY, low INTEGER NOT NULL);
INSERT INTO taken SELECT number << 40 | cleared, number << 40 | wiped FROM rooms WHERE wiped < cleared;
DROP INDEX unwiped_rooms;
CREATE INDEX redacted_messages ON messages (place) WHERE status = 'redacted';
"""

STEPS = (_VERSION_1, _VERSION_2, _VERSION_3)
"""Each makes the next version of the one before it; `migration` runs them."""
