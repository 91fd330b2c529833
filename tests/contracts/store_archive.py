"""The archive beside the log: pages, edits, redaction, polls, search; and that it agrees with the fold."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import BallotId, MessageId, PollId, RoomId
from jupyter_collabchat.core.model import Usage
from jupyter_collabchat.room.ports import Edit, Found, Store

from .log import ANN, BEN, BOT, CAT, HOST, NO, YES, Log, begin, joined, post, started


def seqs(page: object) -> list[int]:
    return [message.seq for message in page.messages]  # type: ignore[attr-defined]


async def search(store: Store, log: Log, words: str, expected: int) -> tuple[Found, ...]:
    """Search until the index has come as far as `expected` says; it may lag behind by a second."""
    async with asyncio.timeout(10):
        while len(found := await store.search([log.room], words, 10)) != expected:
            await asyncio.sleep(0.02)
    return found


async def play(store: Store) -> Log:
    """Let everything happen that can happen to a message or a poll."""
    log = await begin(store)
    rich = post("rich", "see @cat", reply_to="plain", mentions=(CAT,), mime=({"text/plain": "x"},), via="token")
    await store.append(log.write(joined(CAT, "Cat"), post("plain", "plain"), rich))
    await store.append(log.write(e.AgentAdded(BOT, "Bot"), post("ask", "@bot do", to=BOT), by=BEN))
    await store.append(log.write(e.TurnStarted("turn-one", BOT, BEN, "ask"), started("answer"), by=HOST))
    await store.append(
        log.write(post("wait", "@bot more", to=BOT, queued=True), e.PromptQueued(BOT, CAT, "wait"), by=CAT)
    )
    await store.append(
        log.write(post("never", "@bot no", to=BOT, queued=True), e.PromptQueued(BOT, CAT, "never"), by=CAT)
    )
    await store.append(log.write(e.MessageStatusSet("answer", "streaming"), by=HOST))
    await store.append(log.write(*poll_opened("run-1", "execution", "execute"), by=HOST))
    await store.append(log.write(e.BallotCast("run-1", BEN, BallotId("b-1"), "approve", may_run=True), by=BEN))
    await store.append(log.write(e.SeatLost("run-1", CAT, "left"), e.MemberLeft(CAT), by=CAT))
    resolved = e.PollResolved("run-1", "approved", sponsor=BEN)
    await store.append(log.write(resolved, e.EffectClaimed("run-1", BEN), by=HOST))
    await store.append(log.write(e.EffectEnded("run-1", "done"), by=HOST))
    usage = Usage(response_ms=5, output_tokens=3)
    await store.append(
        log.write(e.MessageEnded("answer", "complete", "did it", ({"text/plain": "1"},), usage), by=HOST)
    )
    await store.append(log.write(e.TurnEnded("turn-one", BOT, "done"), by=HOST))
    await store.append(log.write(e.TurnStarted("turn-two", BOT, CAT, "wait"), e.PromptCancelled(BOT, "never"), by=HOST))
    await store.append(log.write(e.MessageEdited("plain", 4, "plainer", (BEN,))))
    await store.append(log.write(e.MessageRedacted("rich", 5)))
    await store.append(log.write(e.OwnershipTransferred(BEN), e.AgentRemoved(BOT)))
    return log


def poll_opened(key: str, subject: str, title: str) -> tuple[e.PollOpened]:
    return (e.PollOpened(PollId(key), subject, title, (YES, NO), "majority", (ANN, BEN, CAT), BOT, hash="h"),)  # type: ignore[arg-type]


class ArchiveContract:
    """`history`, `messages`, `edits`, `polls`, `search`."""

    async def test_the_archive_agrees_with_the_fold(self, store: Store) -> None:
        log = await play(store)
        page = await store.history(log.room, None, None, 50)
        assert {message.id: message for message in page.messages} == log.state.messages
        assert await store.messages(log.room, list(log.state.messages)) == log.state.messages

    async def test_pages_run_both_ways_and_say_whether_there_is_more(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.posts(10))
        newest = await store.history(log.room, None, None, 4)
        assert (seqs(newest), newest.has_more) == ([9, 10, 11, 12], True)
        older = await store.history(log.room, 9, None, 4)
        assert (seqs(older), older.has_more) == ([5, 6, 7, 8], True)
        oldest = await store.history(log.room, 5, None, 4)
        assert (seqs(oldest), oldest.has_more) == ([3, 4], False)
        upwards = await store.history(log.room, None, 4, 4)
        assert (seqs(upwards), upwards.has_more) == ([5, 6, 7, 8], True)
        top = await store.history(log.room, None, 8, 4)
        assert (seqs(top), top.has_more) == ([9, 10, 11, 12], False)
        assert seqs(await store.history(log.room, 3, None, 4)) == []
        assert seqs(await store.history(log.room, None, 12, 4)) == []

    async def test_a_page_names_its_authors_even_those_who_left(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(post("bye", "bye"), e.MemberLeft(BEN), by=BEN))
        assert (await store.history(log.room, None, None, 5)).names == {BEN: "Ben"}

    async def test_a_page_of_an_unknown_room_is_empty(self, store: Store) -> None:
        assert (await store.history(RoomId("nowhere"), None, None, 5)).messages == ()
        assert await store.messages(RoomId("nowhere"), [MessageId("m1")]) == {}

    async def test_only_messages_that_exist_are_returned(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.posts(2))
        found = await store.messages(log.room, [MessageId("m4"), MessageId("m99"), MessageId("m3")])
        assert [(key, message.seq) for key, message in found.items()] == [("m4", 4), ("m3", 3)]

    async def test_edits_keep_every_former_text(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(post("draft", "one")))
        await store.append(log.write(e.MessageEdited("draft", 3, "two")))
        await store.append(log.write(e.MessageEdited("draft", 3, "three")))
        assert await store.edits(log.room, MessageId("draft")) == (Edit("one", 1_004), Edit("two", 1_005))
        assert await store.edits(log.room, MessageId("nothing")) == ()

    async def test_an_ended_message_was_not_edited(self, store: Store) -> None:
        log = await play(store)
        assert await store.edits(log.room, MessageId("answer")) == ()

    # --- redaction

    async def test_redaction_reaches_every_place(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(post("bad", "hush one", mime=({"text/plain": "hush"},), mentions=(BEN,))))
        await store.append(log.write(e.MessageEdited("bad", 3, "hush two", (BEN,))))
        await store.save_snapshot(log.state)
        await search(store, log, "hush", 1)
        await store.append(log.write(e.MessageRedacted("bad", 3)))
        loaded = await store.load(log.room)
        assert loaded is not None
        everything = (loaded, await store.events(log.room, 0, 50), await store.history(log.room, None, None, 50))
        assert "hush" not in repr(everything)
        assert await store.edits(log.room, MessageId("bad")) == ()
        assert await store.search([log.room], "hush", 10) == ()
        message = (await store.messages(log.room, [MessageId("bad")]))[MessageId("bad")]
        assert (message.seq, message.author, message.status) == (3, ANN, "redacted")
        claim = await store.claim(log.room, "message:bad")
        assert claim is not None
        assert (claim.author, claim.digest, claim.seq) == (ANN, b"", 3)
        assert loaded.snapshot.messages[MessageId("bad")] == message

    async def test_redaction_reaches_what_an_agent_wrote(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(e.TurnStarted("turn-one", BOT, ANN, "m1"), started("answer"), by=HOST))
        await store.save_texts(log.room, {MessageId("answer"): "hush"})
        ended = e.MessageEnded("answer", "complete", "hush", ({"text/plain": "hush"},))
        await store.append(log.write(ended, e.TurnEnded("turn-one", BOT, "done"), by=HOST))
        await store.append(log.write(e.MessageRedacted("answer", 4)))
        assert "hush" not in repr((await store.load(log.room), await store.history(log.room, None, None, 50)))

    async def test_an_older_snapshot_brings_nothing_back(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(post("bad", "hush"), post("good", "fine")))
        older = log.state
        await store.append(log.write(e.MessageRedacted("bad", 3)))
        await store.save_snapshot(older)
        loaded = await store.load(log.room)
        assert loaded is not None
        assert "hush" not in repr(loaded)
        assert loaded.snapshot.messages[MessageId("good")].body == "fine"

    # --- polls

    async def test_decided_polls_are_paged_newest_first(self, store: Store) -> None:
        log = await begin(store)
        for n in range(4):
            await store.append(log.write(*poll_opened(f"poll-{n}", "plain", f"Question {n}")))
        for n in (2, 0, 1):
            await store.append(log.write(e.BallotCast(f"poll-{n}", BEN, BallotId("b-1"), "deny", "no"), by=BEN))
            await store.append(log.write(e.PollResolved(f"poll-{n}", "deny" if n else None, "why"), by=HOST))
        decided = await store.polls(log.room, None, 2)
        assert [(poll["id"], poll["seq"]) for poll in decided] == [("poll-2", 5), ("poll-1", 4)]
        (last,) = await store.polls(log.room, 4, 10)
        assert (last["id"], last["state"], last["title"], last["reason"]) == (
            "poll-0",
            "cancelled",
            "Question 0",
            "why",
        )
        assert last["ballots"][BEN]["choice"] == "deny"
        assert await store.polls(RoomId("nowhere"), None, 10) == ()

    async def test_a_poll_is_kept_as_the_fold_leaves_it(self, store: Store) -> None:
        log = await play(store)
        (poll,) = await store.polls(log.room, None, 10)
        folded = log.state.polls[PollId("run-1")]
        assert poll["seats"] in ([ANN, BEN], (ANN, BEN))
        assert (poll["outcome"], poll["effect"], poll["resolved_at"]) == ("approved", "done", folded.resolved_at)
        assert set(poll["ballots"]) == {BEN}
        assert "may_run" not in poll["ballots"][BEN]

    async def test_who_left_keeps_their_name_on_what_they_decided(self, store: Store) -> None:
        log = await play(store)
        assert CAT not in log.state.members or log.state.members[CAT].role == "left"
        assert await store.names(log.room, [CAT, BEN, BOT]) == {CAT: "Cat", BEN: "Ben", BOT: "Bot"}
        assert await store.names(log.room, []) == {}
        assert await store.names(RoomId("nowhere"), [CAT]) == {}

    # --- search

    async def test_search_wants_every_word_and_gives_the_newest_first(self, store: Store) -> None:
        log = await begin(store)
        texts = ("the red fox", "a RED, Fox!", "red only", "fox only")
        await store.append(log.write(*(post(f"m{n}", text) for n, text in enumerate(texts))))
        found = await search(store, log, "fox red", 2)
        assert [hit.message.id for hit in found] == ["m1", "m0"]
        assert (found[0].room, found[0].snippet) == (log.room, "a RED, Fox!")
        assert await store.search([log.room], "red wolf", 10) == ()
        assert await store.search([RoomId("nowhere")], "fox", 10) == ()
        assert len(await store.search([log.room], "fox", 1)) == 1

    async def test_search_ignores_case_and_accents_and_syntax(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(post("m1", "Le café d'Ångström"), post("m2", "snake_case OR NOT")))
        await search(store, log, "cafe angstrom", 1)
        await search(store, log, 'snake_case "OR" NOT*', 1)
        assert await store.search([log.room], "", 10) == ()
        assert await store.search([log.room], '"*^:()', 10) == ()

    async def test_search_follows_edits_and_ends(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(post("m1", "alpha"), e.TurnStarted("turn-one", BOT, ANN, "m1"), started("a1")))
        await search(store, log, "alpha", 1)
        await store.append(log.write(e.MessageEdited("m1", 3, "beta"), e.MessageEnded("a1", "complete", "gamma beta")))
        assert [hit.message.id for hit in await search(store, log, "beta", 2)] == ["a1", "m1"]
        assert await store.search([log.room], "alpha", 10) == ()

    async def test_an_edit_before_indexing_leaves_no_trace_of_the_former_text(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(post("m1", "alpha"), e.MessageEdited("m1", 3, "beta"), post("m2", "alpha two")))
        assert [hit.message.id for hit in await search(store, log, "beta", 1)] == ["m1"]
        assert [hit.message.id for hit in await search(store, log, "alpha", 1)] == ["m2"]

    @pytest.mark.parametrize("count", [600])
    async def test_the_index_catches_up_with_many_lines(self, store: Store, count: int) -> None:
        log = await begin(store)
        await store.append(log.posts(count))
        await search(store, log, f"text {log.seq}", 1)
        assert len(await store.search([log.room], "text", 1000)) == count

    async def test_a_long_body_is_shown_around_the_hit(self, store: Store) -> None:
        log = await begin(store)
        await store.append(log.write(post("m1", "word " * 200 + "needle " + "word " * 200)))
        (hit,) = await search(store, log, "needle", 1)
        assert "needle" in hit.snippet
        assert len(hit.snippet) < 200
