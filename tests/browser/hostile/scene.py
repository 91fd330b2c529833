"""A room in which every text that people, guests and agents can write is hostile; made through the API, as bots would.

Owns what is written where. Knows nothing of browsers.
"""

from __future__ import annotations

import time
import uuid
from typing import Any

from tests.browser.hostile.corpus import batches, corpus, short
from tests.lab import Lab

ALICE, BOB, MALLORY = "tok-a", "tok-b", "tok-x"
MALLORYS_LOGIN = "<img src=x onerror=__Xss(0)>"
LAST = "the-last-message"
PATIENCE_S = 60
NAME, NICKNAME, LABEL = 80, 64, 80


class Scene:
    """The room, its messages and what it takes to come in."""

    def __init__(self, lab: Lab) -> None:
        self._people = {token: lab.http(token) for token in (ALICE, BOB, MALLORY)}
        self.url = lab.url
        self.names = short(NAME)
        self.labels = short(LABEL)[:6]
        made = self._outside(ALICE, type="create_room", request=_id(), name=self.names[0], visibility="listed")
        self.room: str = made["room"]
        for token in (BOB, MALLORY):
            self.does(token, type="join_room")

    def does(self, token: str, **command: Any) -> dict[str, Any]:
        """Send a command of somebody's to the room and return its ack."""
        return self._sent(token, f"rooms/{self.room}/commands", command)

    def fill(self, bodies: list[str]) -> None:
        """Say everything: half of it as messages, half by editing harmless ones."""
        for number, body in enumerate(bodies):
            message = _id()
            edited = number % 2 == 1
            self.does(MALLORY, type="post_message", message_id=message, body="harmless" if edited else body)
            if edited:
                self.does(MALLORY, type="edit_message", message=message, body=body)

    def let_the_agent_talk(self) -> None:
        """Have every output shown; then have it ask, which it does until somebody decides."""
        self.does(ALICE, type="add_agent", agent="hostile")
        self.does(BOB, type="post_message", message_id=_id(), body="@hostile outputs")
        self._until(lambda: not self._turns())
        self.does(BOB, type="post_message", message_id=_id(), body="@hostile ask")
        self._until(lambda: any(poll["subject"] == "permission" for poll in self.polls()))

    def decorate(self) -> None:
        """Give everything that has a name, a title, a label or a reason a hostile one."""
        self.does(ALICE, type="set_topic", topic=" ".join(short(60))[:500])
        for token, nickname in zip((BOB, MALLORY), short(NICKNAME)[1:], strict=False):
            self.does(token, type="set_nickname", name=nickname)
        for label in self.labels:
            self.link(label)
            self._outside(
                ALICE, type="mint_token", request=_id(), label=label, rooms=[self.room], scope="read",
                expires_at=int(time.time() * 1000) + 3_600_000,
            )  # fmt: skip
        self._vote()

    def link(self, label: str) -> str:
        """Make a share link and return its secret."""
        fields = {"request": _id(), "rooms": [self.room], "role": "collaborator", "label": label}
        secret: str = self.does(ALICE, type="create_share", **fields)["secret"]
        return secret

    def messages(self) -> list[str]:
        """Return the ids of all messages that say something, the oldest first."""
        page = self._get("messages?limit=200")["messages"]
        return [message["id"] for message in page if message.get("kind") != "system"]

    def open_titles(self) -> list[str]:
        """Return the titles of open polls."""
        return [poll["title"] for poll in self.polls() if poll["state"] == "open"]

    def polls(self) -> list[dict[str, Any]]:
        """Return the polls that the room shows."""
        polls = self._get("")["polls"]
        return list(polls.values()) if isinstance(polls, dict) else polls

    def _vote(self) -> None:
        """Leave three polls open and two decided, with reasons."""
        for number, title in enumerate(short(300)[:5]):
            poll, labels = _id(), short(100)[number * 3 :][:3]
            options = [{"id": f"o{index}", "label": label} for index, label in enumerate(labels)]
            self.does(BOB, type="open_poll", poll_id=poll, title=title, options=options)
            if number < 2:
                for token in (ALICE, BOB, MALLORY):
                    self.does(
                        token, type="cast_ballot", poll=poll, ballot_id=_id(), choice="o0", reason=" ".join(labels)
                    )

    def _turns(self) -> list[dict[str, Any]]:
        turns = self._get("")["turns"]
        return [turn for turn in turns.values() if turn["turn"] or turn["queue"]]

    def _until(self, holds: Any) -> None:
        give_up = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < give_up, "the agent never got there"
            time.sleep(0.05)  # between two looks at the fact waited for

    def _get(self, path: str) -> dict[str, Any]:
        answer = self._people[ALICE].get(f"api/collabchat/rooms/{self.room}{'/' if path else ''}{path}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def _outside(self, token: str, **command: Any) -> dict[str, Any]:
        return self._sent(token, "commands", command)

    def _sent(self, token: str, path: str, command: dict[str, Any]) -> dict[str, Any]:
        answer = self._people[token].post(f"api/collabchat/{path}", json={"id": _id(), "command": command})
        assert answer.status_code == 200, f"{command}: {answer.text}"
        ack: dict[str, Any] = answer.json()["ack"]
        return ack


def make(lab: Lab) -> Scene:
    """Return the whole scene."""
    scene = Scene(lab)
    scene.fill(batches(corpus()))
    scene.let_the_agent_talk()
    scene.decorate()
    scene.does(BOB, type="post_message", message_id=LAST, body=r"At last $a \le b$, as ever.")
    return scene


def _id() -> str:
    return uuid.uuid4().hex
