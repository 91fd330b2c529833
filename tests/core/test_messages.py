"""S: messages."""

from __future__ import annotations

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.codec import decode_state, encode_event, encode_state
from jupyter_collabchat.core.facts import Limits
from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.model import Ending, Stage
from tests.core.house import AGENT, House, kinds, room, user

STREAM = MessageId("answer-0001")


def answering() -> House:
    """Given an agent that is writing an answer."""
    house = room("bob", agents=["runner"])
    house.host(c.StartMessage(STREAM, house.ask("bob").id))
    return house


def test_S1_the_server_stamps_author_time_and_seq() -> None:
    house = room("bob")
    message = house.say("bob", "hello")
    assert (message.author, message.at, message.seq) == (user("bob"), house.now, house.state.seq)
    assert (message.via, house.say("bob", "beep", scope="post").via) == (None, "token")


def test_S1_a_reply_names_a_message_of_this_room() -> None:
    house = room()
    first = house.say("ann", "hello")
    house.do("ann", c.PostMessage("message-9", "again", reply_to=first.id))
    assert house.state.messages[MessageId("message-9")].reply_to == first.id
    assert house.refused("ann", c.PostMessage("message-8", "x", reply_to="elsewhere")) == "message/unknown"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "frame/invalid"),
        (" \n\t\u00a0", "frame/invalid"),
        ("x" * 16_385, "message/too-long"),
        ("\U0001f41f" * 12_289, "message/too-long"),
    ],
)
def test_S2_a_body_is_neither_blank_nor_too_long(body: str, code: str) -> None:
    house = room()
    message = house.say("ann", "x" * 16_384)
    house.say("ann", "\U0001f41f" * 12_288)
    assert house.refused("ann", c.PostMessage("message-9", body)) == code
    assert house.refused("ann", c.EditMessage(message.id, body)) == code


def test_S3_one_edits_only_ones_own_text() -> None:
    house = room("bob/moderator")
    message = house.say("ann", "helo")
    assert kinds(house.do("ann", c.EditMessage(message.id, "hello @bob"))) == ["MessageEdited"]
    edited = house.state.messages[message.id]
    assert (edited.body, edited.edited_at, edited.mentions) == ("hello @bob", house.now, (user("bob"),))
    assert house.do("ann", c.EditMessage(message.id, "hello @bob")) == []
    assert house.refused("bob", c.EditMessage(message.id, "bye")) == "message/not-yours"
    assert house.refused("ann", c.EditMessage("nowhere", "bye")) == "message/unknown"


def test_S3_a_token_edits_and_redacts_only_what_a_token_posted() -> None:
    house = room()
    mine, its = house.say("ann", "by hand"), house.say("ann", "by token", scope="post")
    for command in (c.EditMessage(mine.id, "x"), c.RedactMessage(mine.id)):
        assert house.refused("ann", command, "post") == "message/not-yours"
    house.do("ann", c.EditMessage(its.id, "x"), "post")
    house.do("ann", c.RedactMessage(its.id), "post")


def test_S3_a_moderators_token_redacts_nobody_elses() -> None:
    house = room("bob")
    message = house.say("bob", "hello")
    assert house.refused("ann", c.RedactMessage(message.id), "ask") == "message/not-yours"


def test_S3_an_edit_prompts_nobody() -> None:
    house = room(agents=["runner"])
    message = house.say("ann", "hello")
    house.do("ann", c.EditMessage(message.id, "@runner go"))
    assert not house.state.turns


def test_S3_what_an_agent_or_nobody_wrote_is_not_edited() -> None:
    house = answering()
    house.host(c.EndMessage(STREAM, "complete", "42"))
    assert house.refused("ann", c.EditMessage(STREAM, "43")) == "message/not-yours"
    message = house.say("ann", "secret")
    house.do("ann", c.RedactMessage(message.id))
    assert house.refused("ann", c.EditMessage(message.id, "back")) == "message/not-yours"


def test_S3_a_message_outside_the_window_is_edited_too() -> None:
    house = room()
    message = house.say("ann", "old")
    house.archive = dict(house.state.messages)
    house.state = type(house.state)(**{**as_fields(house), "messages": {}})
    [event] = house.do("ann", c.EditMessage(message.id, "new"))
    assert (event.id, event.seq, event.body) == (message.id, message.seq, "new")


def as_fields(house: House) -> dict[str, object]:
    return {name: getattr(house.state, name) for name in house.state.__struct_fields__}


def test_S4_a_redaction_leaves_who_and_when() -> None:
    house = room("bob", "carl/moderator")
    mine, other = house.say("bob", "one @ann"), house.say("bob", "two")
    assert house.refused("bob", c.RedactMessage(house.say("ann", "no").id)) == "message/not-yours"
    house.do("bob", c.RedactMessage(mine.id))
    house.do("carl", c.RedactMessage(other.id))
    gone = house.state.messages[mine.id]
    assert (gone.id, gone.seq, gone.author, gone.at) == (mine.id, mine.seq, mine.author, mine.at)
    assert (gone.body, gone.mentions, gone.status) == ("", (), "redacted")
    assert house.do("bob", c.RedactMessage(mine.id)) == []


def test_S4_a_redacted_prompt_does_not_wait() -> None:
    house = room("bob", agents=["runner"])
    house.ask()
    waiting = house.say("bob", "@runner me too")
    assert kinds(house.do("bob", c.RedactMessage(waiting.id))) == ["PromptCancelled", "MessageRedacted"]
    assert house.state.queues == {}
    assert house.state.messages[waiting.id].status == "redacted"


def test_S4_a_message_being_written_is_stopped_first() -> None:
    house = answering()
    assert house.refused("ann", c.RedactMessage(STREAM)) == "turn/held"


def test_S5_an_agent_writes_only_in_its_turn() -> None:
    house = answering()
    message = house.state.messages[STREAM]
    assert (message.author, message.status, message.turn) == (AGENT, "streaming", house.turn.id)
    assert message.reply_to == house.turn.message
    assert house.host(c.StartMessage(STREAM, house.turn.id)) == []
    turn = house.turn.id
    house.host(c.EndTurn(turn))
    assert house.host_refused(c.StartMessage(MessageId("answer-0002"), turn)) == "turn/unknown"


@pytest.mark.parametrize("stage", ["processing", "thinking", "executing"])
def test_S6_an_unfinished_message_moves_between_stages(stage: Stage) -> None:
    house = answering()
    assert kinds(house.host(c.SetMessageStatus(STREAM, stage))) == ["MessageStatusSet"]
    assert house.host(c.SetMessageStatus(STREAM, stage)) == []
    assert house.state.messages[STREAM].status == stage
    house.host(c.EndMessage(STREAM, "complete"))
    assert house.host(c.SetMessageStatus(STREAM, stage)) == []
    assert house.host(c.SetMessageStatus(MessageId("nothing-1"), stage)) == []


@pytest.mark.parametrize("end", ["complete", "error", "cancelled", "interrupted"])
def test_S7_a_message_ends_once(end: Ending) -> None:
    house = answering()
    house.host(c.EndMessage(STREAM, end, "42", ({"text/plain": "42"},)))
    message = house.state.messages[STREAM]
    assert (message.status, message.body, message.mime) == (end, "42", ({"text/plain": "42"},))
    assert house.host(c.EndMessage(STREAM, "error", "late")) == []


def test_S9_lone_surrogates_never_reach_the_log() -> None:
    house = answering()
    bad = "a\ud800b"
    house.host(c.EndMessage(STREAM, "complete", bad, ({"x": [bad, {bad: bad}], "n": 1},)))
    house.host(c.SetAgentStatus(AGENT, "running", bad, bad))
    house.host(c.OpenAgentPoll("poll-0001", house.turn.id, "question", bad, bad, (c.Option("o", bad),)))  # type: ignore[arg-type]
    house.texts = {MessageId("answer-0002"): bad}
    house.host(c.StartMessage(MessageId("answer-0002"), house.turn.id))
    house.do("ann", c.StopTurn(house.turn.id))
    for entry in house.log:
        encode_event(entry.event)
    assert decode_state(encode_state(house.state)) == house.state
    assert house.state.messages[STREAM].body == house.state.messages[MessageId("answer-0002")].body == "a\ufffdb"


def test_S9_the_bytes_of_an_effect_are_never_mended() -> None:
    house = room(agents=["runner"])
    effect = c.OpenAgentPoll("poll-0001", house.ask().id, "execution", "Run?", "\ud800", hash="h")  # type: ignore[arg-type]
    assert house.host_refused(effect) == "effect/refused"


def test_S8_a_message_mentions_members_who_are_present() -> None:
    house = room("bob", "carl", limits=Limits())
    house.say("carl", "bye")
    house.do("carl", c.Leave())
    assert house.say("ann", "@bob @carl @eve @bob").mentions == (user("bob"),)
