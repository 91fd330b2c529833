"""What an agent yields while it answers; the host turns it into messages."""

from __future__ import annotations

import msgspec

from jupyter_collabchat.core.model import MessageKind, MimeBundle, Stage, Usage


class Text(msgspec.Struct, frozen=True):
    """More text of the current message (Markdown), shown while it is written."""

    delta: str


class Thought(msgspec.Struct, frozen=True):
    """What the agent is busy with: the detail beside its status, at most one per second is shown."""

    text: str


class Status(msgspec.Struct, frozen=True):
    """The stage of the current message."""

    status: Stage


class Output(msgspec.Struct, frozen=True):
    """One output of the current message, shown when the message ends; see `outputs` for what passes."""

    bundle: MimeBundle


class NewMessage(msgspec.Struct, frozen=True):
    """End the current message; whatever is yielded next begins another, of this kind."""

    kind: MessageKind = "text"


Utterance = Text | Thought | Status | Output | Usage | NewMessage
