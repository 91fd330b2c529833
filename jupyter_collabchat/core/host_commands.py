"""What the host asks of a room, for agents and for time: the union `HostCommand`. No frame decodes to one of these."""

from __future__ import annotations

from .fork_commands import BeginFork as BeginFork
from .fork_commands import CopyMessages as CopyMessages
from .fork_commands import EndFork as EndFork
from .fork_commands import RedactCopy as RedactCopy
from .host_command import HostAct as HostAct
from .ids import MessageId, ParticipantId, PollId, ShareId, TurnId
from .model import AgentStatus, EffectEnd, Ending, MessageKind, MimeBundle, Option, Stage, Subject, TurnEnd, Usage
from .people import ShareTerms


class StartMessage(HostAct, frozen=True, tag="start_message"):
    """An agent begins a message in its turn."""

    id: MessageId
    turn: TurnId
    status: Stage = "streaming"
    kind: MessageKind = "text"


class SetMessageStatus(HostAct, frozen=True, tag="set_message_status"):
    """An agent's message is at another stage."""

    id: MessageId
    status: Stage


class EndMessage(HostAct, frozen=True, tag="end_message"):
    """An agent's message is finished; its text and outputs are final."""

    id: MessageId
    status: Ending
    body: str = ""
    mime: tuple[MimeBundle, ...] = ()
    usage: Usage | None = None


class SetAgentStatus(HostAct, frozen=True, tag="set_agent_status"):
    """An agent moved to another state."""

    agent: ParticipantId
    status: AgentStatus
    detail: str | None = None
    error: str | None = None
    if_free: bool = False
    """Only if the agent holds no turn by now; its turn would tell it otherwise."""


class EndTurn(HostAct, frozen=True, tag="end_turn"):
    """An agent is done with its turn."""

    turn: TurnId
    end: TurnEnd = "done"


class OpenAgentPoll(HostAct, frozen=True, tag="open_agent_poll"):
    """An agent asks the room, in its turn. `detail` of an effect is its exact bytes."""

    id: PollId
    turn: TurnId
    subject: Subject
    title: str
    detail: str = ""
    options: tuple[Option, ...] = ()
    message: MessageId | None = None
    hash: str | None = None
    resource: str | None = None
    multiple: bool = False
    right: str | None = None
    """What a sponsor of the effect must hold; None: what its agent's offer says."""


class ClaimEffect(HostAct, frozen=True, tag="claim_effect"):
    """An executor is about to do an approved effect."""

    poll: PollId
    hash: str


class EndEffect(HostAct, frozen=True, tag="end_effect"):
    """An executor says how a claimed effect ended, or that its target changed before the claim."""

    poll: PollId
    effect: EffectEnd
    reason: str | None = None


class LapseSeats(HostAct, frozen=True, tag="lapse_seats"):
    """`who` had no session for the room's `absent_after` (RULES 6)."""

    who: ParticipantId


class Tick(HostAct, frozen=True, tag="tick"):
    """Time passed: whatever is due by now happens."""


class Reopen(HostAct, frozen=True, tag="reopen"):
    """The room was opened after a stop: what cannot go on is ended (RULES 17)."""


class AddShare(HostAct, frozen=True, tag="add_share"):
    """A share that `by` made in another room is for this one too."""

    id: ShareId
    by: ParticipantId
    terms: ShareTerms


class RedeemShare(HostAct, frozen=True, tag="redeem_share"):
    """`who` showed the secret of a share that is for this room, and is called `name`."""

    who: ParticipantId
    name: str
    share: ShareId


class Chown(HostAct, frozen=True, tag="chown"):
    """The server's operator gives the room to an account, `name`, whose owner is lost (RULES 32)."""

    to: ParticipantId
    name: str


HostCommand = (
    StartMessage
    | SetMessageStatus
    | EndMessage
    | SetAgentStatus
    | EndTurn
    | OpenAgentPoll
    | ClaimEffect
    | EndEffect
    | LapseSeats
    | AddShare
    | RedeemShare
    | Chown
    | BeginFork
    | CopyMessages
    | EndFork
    | RedactCopy
    | Tick
    | Reopen
)
