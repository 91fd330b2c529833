"""X, I: the role table, and ids."""

from __future__ import annotations

from itertools import product
from typing import Any, get_args

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import policy
from jupyter_collabchat.core.decide import HOST_ACTOR, OPERATOR_ACTOR, decide
from jupyter_collabchat.core.errors import Rejection
from jupyter_collabchat.core.facts import Claim
from jupyter_collabchat.core.model import Actor, Member, Option
from tests.core.house import House, kinds, room, user

TEA = (Option("y", "Yes"), Option("n", "No"))

SAMPLES: dict[type[c.Command], Any] = {
    c.CreateRoom: c.CreateRoom("request-9", "Lab"),
    c.RenameRoom: c.RenameRoom("Other"),
    c.SetTopic: c.SetTopic("Other"),
    c.SetPolicy: c.SetPolicy(consensus="owner"),
    c.SetCollaboration: c.SetCollaboration(False),
    c.ArchiveRoom: c.ArchiveRoom(),
    c.UnarchiveRoom: c.UnarchiveRoom(),
    c.ClearRoom: c.ClearRoom(),
    c.Rollback: c.Rollback("message-9"),
    c.ForkRoom: c.ForkRoom("request-9", "message-9", "Other"),
    c.DeleteRoom: c.DeleteRoom(),
    c.JoinRoom: c.JoinRoom(),
    c.Leave: c.Leave(),
    c.RemoveMember: c.RemoveMember(user("zoe")),
    c.SetRole: c.SetRole(user("zoe"), "observer"),
    c.Mute: c.Mute(user("zoe")),
    c.Unmute: c.Unmute(user("zoe")),
    c.TransferOwnership: c.TransferOwnership(user("zoe")),
    c.SetNickname: c.SetNickname("Neon"),
    c.Invite: c.Invite(user("finn"), "observer"),
    c.RevokeInvite: c.RevokeInvite("invite-9"),
    c.AcceptInvite: c.AcceptInvite("invite-9"),
    c.DeclineInvite: c.DeclineInvite("invite-9"),
    c.CreateShare: c.CreateShare("request-9", ("room",), "observer"),
    c.RevokeShare: c.RevokeShare("share-9"),
    c.ConfirmShare: c.ConfirmShare("share-9"),
    c.PostMessage: c.PostMessage("message-9", "hello"),
    c.EditMessage: c.EditMessage("message-9", "hello"),
    c.RedactMessage: c.RedactMessage("message-9"),
    c.MarkRead: c.MarkRead(0),
    c.CancelPrompt: c.CancelPrompt("message-9"),
    c.StopTurn: c.StopTurn("turn-9"),
    c.AddAgent: c.AddAgent("script"),
    c.RemoveAgent: c.RemoveAgent("runner"),
    c.StartAgent: c.StartAgent("runner"),
    c.StopAgent: c.StopAgent("runner"),
    c.RestartAgent: c.RestartAgent("runner"),
    c.ConfigureAgent: c.ConfigureAgent("runner", {}),
    c.OpenPoll: c.OpenPoll("poll-0009", "Tea?", TEA),
    c.CastBallot: c.CastBallot("poll-0009", "ballot-9", "y"),
    c.OverridePoll: c.OverridePoll("poll-0009", "deny", "no"),
    c.ClosePoll: c.ClosePoll("poll-0009"),
}
COMMANDS = get_args(c.ClientCommand)
PEOPLE = {"observer": 0, "collaborator": 1, "moderator": 2, "owner": 3}
NEEDS = {
    "observer": {"mark_read", "leave", "set_nickname"},
    "collaborator": {
        "post_message",
        "edit_message",
        "redact_message",
        "cancel_prompt",
        "stop_turn",
        "open_poll",
        "cast_ballot",
        "close_poll",
    },
    "moderator": {
        "invite",
        "revoke_invite",
        "remove_member",
        "mute",
        "unmute",
        "add_agent",
        "remove_agent",
        "start_agent",
        "stop_agent",
        "restart_agent",
        "configure_agent",
        "rollback",
    },
    "owner": {
        "rename_room",
        "set_topic",
        "set_policy",
        "set_collaboration",
        "archive_room",
        "unarchive_room",
        "clear_room",
        "fork_room",
        "delete_room",
        "create_share",
        "revoke_share",
        "confirm_share",
        "set_role",
        "transfer_ownership",
        "override_poll",
    },
}
"""PROTOCOL's roles, written down a second time on purpose."""
TAKES_RIGHTS_AWAY = {c.RemoveMember, c.Mute, c.SetRole, c.RevokeShare, c.RevokeInvite}


def house_of_roles() -> House:
    house = room("observer/observer", "collaborator", "moderator/moderator", "zoe/observer", agents=["runner"])
    house.do("zoe", c.Leave())
    house.do("zoe", c.JoinRoom())
    return house


def code_of(house: House, actor: Actor, command: c.ClientCommand) -> str | None:
    try:
        decide(house.state, actor, command, house.now, house.facts())
    except Rejection as refused:
        return refused.code
    return None


def needed(command: type[c.Command]) -> str | None:
    tag = policy.tag_of(command)
    return next((role for role, tags in NEEDS.items() if tag in tags), None)


@pytest.mark.parametrize("command", COMMANDS, ids=policy.tag_of)
def test_X1_each_command_needs_its_role(command: type[c.Command]) -> None:
    house, least = house_of_roles(), needed(command)
    for role, rank in PEOPLE.items():
        who = "ann" if role == "owner" else role
        code = code_of(house, house.actor(who), SAMPLES[command])
        refused = least is not None and rank < PEOPLE[least]
        assert (code == "role/forbidden") == refused, (role, code)


@pytest.mark.parametrize("command", COMMANDS, ids=policy.tag_of)
def test_X1_a_stranger_to_a_listed_room_may_only_join(command: type[c.Command]) -> None:
    house = house_of_roles()
    expected = {
        c.JoinRoom: None,
        c.CreateRoom: "frame/invalid",
        c.AcceptInvite: "invite/unknown",
        c.DeclineInvite: "invite/unknown",
    }
    assert code_of(house, house.actor("eve"), SAMPLES[command]) == expected.get(command, "role/forbidden")


@pytest.mark.parametrize("command", COMMANDS, ids=policy.tag_of)
@pytest.mark.parametrize("scope", [None, "read", "post", "ask"])
def test_X2_a_hidden_room_is_unknown(command: type[c.Command], scope: str | None) -> None:
    """To strangers of a private room, to the removed, and to everybody once it is deleted."""
    private, removed, deleted = house_of_roles(), house_of_roles(), house_of_roles()
    private.do("ann", c.SetPolicy(visibility="private"))
    removed.do("ann", c.RemoveMember(user("zoe")))
    deleted.do("ann", c.DeleteRoom())
    assert code_of(private, private.actor("eve", scope), SAMPLES[command]) == "room/unknown"
    assert code_of(removed, removed.actor("zoe", scope), SAMPLES[command]) == "room/unknown"
    assert code_of(deleted, deleted.actor("ann", scope), SAMPLES[command]) == "room/unknown"


@pytest.mark.parametrize("command", COMMANDS, ids=policy.tag_of)
def test_X3_a_token_posts_and_nothing_else(command: type[c.Command]) -> None:
    """RULES 8 and 27."""
    house = house_of_roles()
    posting = command in (c.PostMessage, c.EditMessage, c.RedactMessage)
    for scope in ("read", "post", "ask"):
        code = code_of(house, house.actor("ann", scope), SAMPLES[command])
        assert (code != "role/forbidden") == (posting and scope != "read")


@pytest.mark.parametrize("command", COMMANDS, ids=policy.tag_of)
def test_X4_a_muted_member_marks_read_leaves_and_declines(command: type[c.Command]) -> None:
    house = house_of_roles()
    for who in ("observer", "collaborator", "moderator"):
        house.do("ann", c.Mute(user(who)))
        for scope in (None, "ask"):
            code = code_of(house, house.actor(who, scope), SAMPLES[command])
            free = command in (c.MarkRead, c.Leave, c.JoinRoom, c.CreateRoom, c.DeclineInvite)
            assert (code in ("member/muted", "role/forbidden")) == (not free or scope is not None)


def test_X5_an_agent_sends_no_client_commands() -> None:
    house = room(agents=["runner"])
    assert house.refused("agent:runner", c.PostMessage("message-1", "I am one of you")) == "role/forbidden"
    assert house.refused("agent:runner", c.Leave()) == "role/forbidden"


def test_X5_only_accounts_of_this_server_make_and_join_rooms() -> None:
    house = room()
    for guest in ("guest:g1", "agent:runner"):
        for command in (c.JoinRoom(), c.AcceptInvite("invite-9"), c.DeclineInvite("invite-9")):
            assert house.refused(guest, command) == "role/forbidden"
        assert House().refused(guest, c.CreateRoom("request-1", "Lab")) == "role/forbidden"


@pytest.mark.parametrize("scope", [None, "read", "post", "ask"])
@pytest.mark.parametrize(("role", "muted"), [*product(PEOPLE, [False]), *product(list(PEOPLE)[:-1], [True])])
def test_X6_can_says_what_the_table_says(role: str, muted: bool, scope: str | None) -> None:
    house = house_of_roles()
    who = "ann" if role == "owner" else role
    if muted:
        house.do("ann", c.Mute(user(who)))
    listed = policy.can(house.state.present(user(who)), scope)
    for command in COMMANDS:
        if policy.TABLE[command].role is not None:
            try:
                policy.admit(house.state, house.actor(who, scope), SAMPLES[command])
                admitted = True
            except Rejection:
                admitted = False
            assert admitted == (policy.tag_of(command) in listed)


def test_X6_who_is_not_in_the_room_can_nothing() -> None:
    assert policy.can(None) == ()
    assert policy.can(Member("Bob", "bob", "user", "left", 0)) == ()


def test_X7_only_the_host_acts_for_the_host() -> None:
    house = room()
    chown = c.Chown(user("bob"), "Bob")
    for actor, command in ((house.actor("ann"), c.Tick()), (HOST_ACTOR, chown), (OPERATOR_ACTOR, c.Tick())):
        with pytest.raises(PermissionError):
            decide(house.state, actor, command, house.now, house.facts())


@pytest.mark.parametrize("command", COMMANDS, ids=policy.tag_of)
def test_X8_an_archived_room_is_only_read(command: type[c.Command]) -> None:
    house = house_of_roles()
    house.do("ann", c.ArchiveRoom())
    own_life = {c.ArchiveRoom, c.UnarchiveRoom, c.DeleteRoom, c.ForkRoom}
    free = {c.MarkRead, c.Leave, c.DeclineInvite} | own_life | TAKES_RIGHTS_AWAY
    codes = {code_of(house, house.actor(who), SAMPLES[command]) for who in ("ann", "moderator")}
    assert ("room/archived" not in codes) == (command in free)


@pytest.mark.parametrize("command", COMMANDS, ids=policy.tag_of)
def test_X9_a_solo_room_is_its_owners_alone(command: type[c.Command]) -> None:
    house = house_of_roles()
    house.do("ann", c.SetCollaboration(False))
    mine = code_of(house, house.actor("ann"), SAMPLES[command])
    others = code_of(house, house.actor("moderator"), SAMPLES[command])
    strangers = code_of(house, house.actor("eve"), SAMPLES[command])
    brings_people = (c.JoinRoom, c.Invite, c.AcceptInvite, c.CreateShare, c.ConfirmShare, c.TransferOwnership)
    assert (mine == "room/solo") == (command in brings_people)
    assert (others not in ("room/solo", "role/forbidden")) == (command in (c.Leave, c.DeclineInvite))
    assert strangers is not None


# --- ids


def test_I1_a_resend_gets_the_first_ack() -> None:
    """RELIABILITY T17: the same double send is one message."""
    house = room("bob")
    posted = c.PostMessage("message-1", "hello")
    first = house.decide(house.actor("ann"), posted)
    house.say("bob", "hi")
    again = house.decide(house.actor("ann"), posted)
    assert again.entries == []
    assert again.seq == first.seq < house.state.seq


def test_I1_a_resent_room_poll_or_ballot_is_the_first_one() -> None:
    house = room(agents=["runner"])
    asked = c.OpenPoll("poll-0001", "Tea?", TEA)
    opened = house.decide(house.actor("ann"), asked)
    assert house.decide(house.actor("ann"), asked).seq == opened.seq
    ballot = c.CastBallot("poll-0001", "ballot-1", "y")
    cast = house.decide(house.actor("ann"), ballot)
    resent = house.decide(house.actor("ann"), ballot)
    assert (resent.entries, resent.seq) == ([], cast.entries[0].seq)
    other = House()
    other.claims["request:request-1"] = Claim(user("ann"), house.claims["request:request-1"].digest, 1, "room")
    made = other.decide(other.actor("ann"), c.CreateRoom("request-1", "Lab", visibility="listed"))
    assert (made.entries, made.ack) == ([], {"seq": 1, "room": "room"})


def test_I1_after_a_redaction_the_author_alone_is_compared() -> None:
    house = room("bob")
    house.do("ann", c.PostMessage("message-1", "secret"))
    made = house.claims["message:message-1"]
    house.claims["message:message-1"] = Claim(made.author, b"", made.seq)
    assert house.do("ann", c.PostMessage("message-1", "secret")) == []
    assert house.refused("bob", c.PostMessage("message-1", "secret")) == "id/taken"


def test_I2_another_author_or_other_fields_are_refused() -> None:
    """RELIABILITY T14."""
    house = room("bob", agents=["runner"])
    house.do("ann", c.PostMessage("message-1", "hello"))
    assert house.refused("ann", c.PostMessage("message-1", "hello!")) == "id/taken"
    assert house.refused("bob", c.PostMessage("message-1", "hello")) == "id/taken"
    house.do("ann", c.OpenPoll("poll-0001", "Tea?", TEA))
    assert house.refused("bob", c.OpenPoll("poll-0001", "Tea?", TEA)) == "id/taken"
    house.do("ann", c.CastBallot("poll-0001", "ballot-1", "y"))
    assert house.refused("bob", c.CastBallot("poll-0001", "ballot-1", "y")) == "id/taken"


def test_I2_nobody_takes_the_id_of_an_agents_message_or_poll() -> None:
    house = room("bob", agents=["runner"])
    turn = house.ask()
    house.host(c.StartMessage("answer-0001", turn.id))  # type: ignore[arg-type]
    poll = house.propose("plan")
    assert house.refused("bob", c.PostMessage("answer-0001", "I am the agent")) == "id/taken"
    assert house.refused("bob", c.OpenPoll(poll.id, "Tea?", TEA)) == "id/taken"


@pytest.mark.parametrize(
    ("loss", "refusal"),
    [
        (c.Mute(user("bob")), "member/muted"),
        (c.SetRole(user("bob"), "observer"), "role/forbidden"),
        (c.ArchiveRoom(), "room/archived"),
        (c.SetCollaboration(False), "room/solo"),
    ],
)
def test_I5_a_resend_gets_the_first_ack_whatever_its_author_may_do_by_now(loss: c.ClientCommand, refusal: str) -> None:
    house = room("bob")
    sent = [
        c.PostMessage("message-1", "hello"),
        c.OpenPoll("poll-0001", "Tea?", TEA),
        c.CastBallot("poll-0001", "ballot-1", "y"),
    ]
    first = [house.decide(house.actor("bob"), command).entries[0].seq for command in sent]
    house.do("ann", loss)
    again = [house.decide(house.actor("bob"), command) for command in sent]
    assert [(draft.entries, draft.seq) for draft in again] == [([], seq) for seq in first]
    assert house.refused("bob", c.PostMessage("message-1", "other words")) == refusal
    assert house.refused("bob", c.PostMessage("message-2", "hello")) == refusal
    assert house.refused("bob", sent[0], scope="read") == "role/forbidden"


def test_I5_outside_the_room_nothing_is_resent() -> None:
    house = room("bob", "cat")
    posted = c.PostMessage("message-1", "hello"), c.PostMessage("message-2", "hello")
    house.do("bob", posted[0])
    house.do("cat", posted[1])
    house.do("ann", c.RemoveMember(user("bob")))
    house.do("cat", c.Leave())
    assert house.refused("bob", posted[0]) == "room/unknown"
    assert house.refused("cat", posted[1]) == "role/forbidden"


def test_I5_a_link_that_was_asked_for_is_named_again_to_who_owns_the_room_no_more() -> None:
    house = room("bob")
    asked = c.CreateShare("request-1", (house.state.id,), "observer")
    made = house.decide(house.actor("ann"), asked)
    house.do("ann", c.TransferOwnership(user("bob")))
    again = house.decide(house.actor("ann"), asked)
    assert (again.entries, again.seq, again.ack["share"]) == ([], made.seq, made.ack["share"])
    assert house.refused("ann", c.CreateShare("request-2", (house.state.id,), "observer")) == "role/forbidden"


def test_I3_what_holds_already_is_acknowledged_without_an_event() -> None:
    house = room("bob", agents=["runner"])
    message = house.say("ann", "hello")
    house.do("ann", c.RedactMessage(message.id))
    for command in (
        c.RenameRoom("Lab"),
        c.SetTopic(""),
        c.SetPolicy(consensus="unanimous"),
        c.JoinRoom(),
        c.SetCollaboration(True),
        c.UnarchiveRoom(),
        c.SetNickname("Ann"),
        c.SetRole(user("bob"), "collaborator"),
        c.Unmute(user("bob")),
        c.AddAgent("runner"),
        c.StartAgent("runner"),
        c.ConfigureAgent("runner", {}),
        c.RedactMessage(message.id),
    ):
        before = house.state
        draft = house.decide(house.actor("ann"), command)
        assert (draft.entries, draft.seq, draft.state) == ([], before.seq, before), command


def test_I4_the_ack_names_the_created_thing_else_the_last_event() -> None:
    house = room("bob", agents=["runner"])
    before = house.state.seq
    prompted = house.decide(house.actor("ann"), c.PostMessage("message-1", "@runner hi"))
    assert kinds(entry.event for entry in prompted.entries) == ["MessagePosted", "TurnStarted"]
    assert prompted.seq == before + 1
    stopped = house.decide(house.actor("ann"), c.StopTurn(house.turn.id))
    assert stopped.seq == house.state.seq
