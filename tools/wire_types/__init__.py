"""The types of the front end, made from those of the server: what travels, and the file that says so.

A shape is listed here if a client sends or gets it; what it names comes along. Handwritten in `core/types.ts` are
shapes that Python has no type for, and those that the front end makes of what it got.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jupyter_collabchat import wire
from jupyter_collabchat.core import audit, facts, ids, model, people
from jupyter_collabchat.room import projection, shapes
from jupyter_collabchat.server import shapes as answers

from .sheet import Conventions, Shape, Sheet

FILE = Path(__file__).parents[2] / "labextension" / "src" / "core" / "types.gen.ts"

SHAPES: tuple[Shape, ...] = (
    # the document
    projection.RoomValue,
    model.Member,
    model.Message,
    projection.TurnValue,
    model.Poll,
    model.Ballot,
    model.AgentState,
    # the socket, down
    shapes.RoomWelcome,
    shapes.LobbyWelcome,
    shapes.PresenceValue,
    # REST, down
    answers.Me,
    answers.RoomsAnswer,
    answers.TicketAnswer,
    answers.PeopleAnswer,
    answers.InvitesAnswer,
    answers.SharesAnswer,
    answers.TokensAnswer,
    shapes.RoomResource,
    shapes.MessagePage,
    shapes.DecisionRecord,
    # up
    wire.Up,
    wire.RestCommand,
    wire.RestOutside,
    wire.TicketRequest,
)

CONVENTIONS = Conventions(
    renamed={
        "RoomValue": "IRoomInfo",
        "TurnValue": "ITurn",
        "PresenceValue": "IPresence",
        "OfferValue": "IOffer",
        "SettingValue": "IAgentSetting",
        "ChoiceValue": "ISettingChoice",
        "PreferencesValue": "IPreferences",
        "PersonValue": "IPerson",
        "InvitationRow": "IInvitation",
        "InviteValue": "IInvite",
        "Invite": "IInviteCommand",
        "ShareValue": "IShare",
        "TokenValue": "IAccessToken",
        "Message": "IMessageValue",  # `IMessage` has its defaults filled in
        "AgentState": "IAgent",
        "Option": "IPollOption",
        "Subject": "PollSubject",
    },
    named=(ids, model, people, facts, audit, answers),
    elsewhere=("MimeBundle",),
    hidden=projection.HIDDEN,
    always=projection.ALWAYS,
)

_HEAD = """\
/**
 * Shapes that travel on the wire (docs/protocol.md), made from the server's types by `python -m tools.wire_types`.
 * Do not edit. Owns no behaviour. Times are integer milliseconds since the epoch, from the server.
 */
import type { MimeBundle } from './mime';
"""


def text(shapes: Sequence[Shape] = SHAPES) -> str:
    """Return the file as it must be."""
    sheet = Sheet(CONVENTIONS)
    for shape in shapes:
        sheet.add(shape)
    return "\n".join([_HEAD, *(f"{declaration}\n" for declaration in sheet.declarations.values())]).rstrip() + "\n"
