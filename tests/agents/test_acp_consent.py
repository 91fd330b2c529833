"""ACP agents and the room's consent: nothing an agent asks for is granted before the room has approved exactly that."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.model import Poll

from .acp_stage import acp_config, acp_stage, folder_of
from .stage import ANN, BOB, Scene


async def answer(scene: Scene) -> str:
    """Wait until no agent is busy; return all that was said."""
    return "".join(message.body for message in await scene.answered())


def arguments(poll: Poll) -> Any:
    return json.loads(poll.detail)["arguments"]


# --- permission requests


async def test_a_permission_is_a_poll_with_everything_the_agent_says_of_it(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker run")
        poll = await scene.poll()
        work = folder_of(tmp_path, scene, "asker")
        assert not (work / "done.txt").exists()
        await scene.vote(poll, "approve")
        done = await scene.effect(poll)
        said = await answer(scene)
        assert (work / "done.txt").read_text() == "touch it\n"
    assert (poll.subject, [option.id for option in poll.options]) == ("execution", ["approve", "deny"])
    assert "cannot verify what it runs" in poll.title
    assert arguments(poll) == {
        "what": "Run touch it",
        "kind": "execute",
        "input": {"command": "touch it", "why": "to see"},
        "if_approved": "This once",
        "note": "It runs this itself: the room cannot verify what it runs.",
    }
    assert done.effect == "done"
    assert said.endswith("answered once")


async def test_denied_means_no_and_a_reason_for_people(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker", policy="unanimous")
        await scene.ask("@asker run")
        await scene.vote(await scene.poll(), "approve")
        await scene.vote(await scene.poll(), "deny", who=BOB, reason="not today")
        said = await answer(scene)
        assert not (folder_of(tmp_path, scene, "asker") / "done.txt").exists()
    assert "`Run touch it` is not allowed. Denied by Bob: not today" in said
    assert said.endswith("answered no")


@pytest.mark.parametrize(
    ("kinds", "votes", "heard"),
    [
        ("allow_always reject_always", False, "cancelled"),
        ("allow_always reject_once", False, "no"),
        ("allow_once allow_always", True, "once"),
    ],
)
async def test_always_is_never_the_answer(tmp_path: Path, kinds: str, votes: bool, heard: str) -> None:
    """RULES 13."""
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask(f"@asker only {kinds}")
        if votes:
            await scene.vote(await scene.poll(), "approve")
        assert (await answer(scene)).endswith(f"answered {heard}")
        assert len(scene.state.polls) == votes


async def test_to_say_no_without_a_way_to_say_it_once_is_to_say_nothing(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker only allow_once reject_always")
        await scene.vote(await scene.poll(), "deny")
        assert (await answer(scene)).endswith("answered cancelled")


async def test_a_permission_is_for_one_call_and_each_has_its_own_poll(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker twice")
        first = await scene.poll(1)
        await scene.vote(first, "approve")
        second = await scene.poll(2)
        await scene.vote(second, "deny")
        said = await answer(scene)
    assert first.hash != second.hash
    assert said.endswith("then no")


async def test_the_limit_of_one_prompt_is_told_and_the_next_prompt_goes_on(tmp_path: Path) -> None:
    """RULES 12: ten effects; what was refused unseen may be asked for again with the next prompt."""
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker many")
        for number in range(1, 11):
            await scene.vote(await scene.poll(number), "deny")
        said = await answer(scene)
        assert "not even asked: An agent asks for at most 10 things in one prompt; ask it again to go on." in said
        assert said.endswith("answered " + " ".join(["no"] * 11))
        for expected in ("told True, answered once", "told False, answered once"):
            await scene.ask("@asker on")
            state = await scene.until(lambda state: any(poll.state == "open" for poll in state.polls.values()))
            [poll] = [poll for poll in state.polls.values() if poll.state == "open"]
            await scene.vote(poll, "approve")
            assert (await answer(scene)).endswith(expected)


async def test_a_request_that_holds_all_of_it_is_shown_whole(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker edit")
        poll = await scene.poll()
        await scene.vote(poll, "deny")
        await answer(scene)
    [change] = arguments(poll)["changes"]
    assert poll.subject == "write"
    assert (change["path"], change["new_text"]) == ("/somewhere/a.txt", "new\n")
    assert change["diff"].splitlines()[-2:] == ["-old", "+new"]


async def test_a_call_that_failed_is_an_effect_that_failed(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker fail")
        await scene.vote(await scene.poll(), "approve")
        failed = await scene.effect(await scene.poll())
        await answer(scene)
    assert (failed.effect, failed.reason) == ("failed", "the agent says that it failed")


async def test_what_is_too_large_to_be_decided_on_is_not_permitted(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker large")
        said = await answer(scene)
        assert not scene.state.polls
    assert "at most 16 KiB" in said
    assert said.endswith("answered no")


async def test_who_does_not_wait_for_the_answer_gets_none(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker impatient")
        assert (await answer(scene)).endswith("never mind")
        assert all(poll.state == "cancelled" for poll in scene.state.polls.values())


async def test_stop_answers_what_was_asked_and_ends_the_poll(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker run")
        poll = await scene.poll()
        await scene.do(ANN, c.StopTurn(str(poll.turn)))
        await answer(scene)
        assert scene.state.polls[poll.id].state == "cancelled"
        await scene.ask("@asker run again")
        await scene.vote(await scene.poll(2), "approve")
        assert (await answer(scene)).endswith("answered once")
        assert (folder_of(tmp_path, scene, "asker") / "done.txt").read_text() == "again\n"


async def test_only_who_is_called_self_executing_may_use_tools_of_its_own(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker")) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker run")
        said = await answer(scene)
        assert not scene.state.polls
        await scene.ask("@asker own")
        state = await scene.until(lambda state: state.agents["agent:asker"].status == "error")
    assert said.endswith("answered no")
    assert "`self_executing`" in said
    assert "used a tool of its own, `Format the disk`, and was ended" in str(state.agents["agent:asker"].error)


async def test_what_it_does_unasked_is_told_or_ends_it(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker own")
        told = await answer(scene)
    async with acp_stage(acp_config(tmp_path, "asker", self_executing=True, must_ask=True)) as stage:
        scene = await stage.room("asker")
        await scene.ask("@asker own")
        state = await scene.until(lambda state: state.agents["agent:asker"].status == "error")
        assert not scene.state.polls
    assert told.endswith("✓ `Format the disk`\n\nIt did this without the room's permission.\n\ndone")
    assert str(state.agents["agent:asker"].error) == (
        "Asker did `Format the disk` without the room's permission, and was ended."
    )


# --- files and commands


async def test_without_configuration_it_can_ask_for_no_file_and_no_command(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "outsider")) as stage:
        scene = await stage.room("outsider")
        for prompt in ("ability", "read ~/a.txt", "write ~/a.txt", "command true"):
            await scene.ask(f"@outsider {prompt}")
        said = [message.body for message in await scene.answered()]
        assert not scene.state.polls
    denied = "-32003 This server does not let it do that."
    assert said[0] == "False False False"
    assert [text.removeprefix("\n\n**edit** `Write it`\n\n✗ failed: `Write it`\n\n") for text in said[1:]] == [
        f"read {denied}",
        f"wrote {denied}",
        f"not run {denied}",
    ]


async def test_reading_is_decided_and_reads_what_was_approved(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "outsider", read_files=True)) as stage:
        scene = await stage.room("outsider")
        file = folder_of(tmp_path, scene, "outsider") / "a.txt"
        file.write_text("one\ntwo\nthree\n")
        await scene.ask("@outsider part a.txt")
        poll = await scene.poll()
        await scene.vote(poll, "approve")
        assert (await answer(scene)).endswith("read two\n")
        await scene.ask("@outsider read ~/a.txt")
        second = await scene.poll(2)
        file.write_text("something else\n")
        await scene.vote(second, "approve")
        said = await answer(scene)
    assert arguments(poll) == {"path": "a.txt", "lines": [1, 2]}
    assert said.endswith("read -32003 It was approved, but not done: target_changed")


async def test_writing_is_decided_with_its_diff_and_writes_that(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "outsider", write_files=True)) as stage:
        scene = await stage.room("outsider")
        file = folder_of(tmp_path, scene, "outsider") / "a.txt"
        file.write_text("old\nby vote\n")
        file.chmod(0o640)
        await scene.ask("@outsider write ~/a.txt")
        poll = await scene.poll()
        assert file.read_text() == "old\nby vote\n"
        await scene.vote(poll, "approve")
        said = await answer(scene)
        assert (file.read_text(), file.stat().st_mode & 0o777) == ("written\nby vote\n", 0o640)
        assert list(file.parent.iterdir()) == [file]
        assert scene.state.polls[poll.id].effect == "done"
    assert (poll.subject, arguments(poll)["content"]) == ("write", "written\nby vote\n")
    assert "-old\n+written\n by vote" in arguments(poll)["diff"]
    assert "```diff\n" in said
    assert said.endswith("wrote it")


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "~/../../../../etc/passwd",
        "~/inner/../../other",
        "~/link",
        "~/links/passwd",
        "~x/look-alike",
        "~",
        "~/inner",
        "~/pipe",
        "~/inner/missing/file",
        "a.txt",
        "//etc/passwd",
    ],
)
async def test_T51_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    async with acp_stage(acp_config(tmp_path, "outsider", read_files=True, write_files=True)) as stage:
        scene = await stage.room("outsider")
        work = folder_of(tmp_path, scene, "outsider")
        (work / "inner").mkdir()
        (work / "link").symlink_to("/etc/passwd")
        (work / "links").symlink_to("/etc")
        os.mkfifo(work / "pipe")
        work.with_name("workx").mkdir()
        work.with_name("workx").joinpath("look-alike").write_text("secret")
        for verb in ("read", "write"):
            await scene.ask(f"@outsider {verb} {path}")
        said = await answer(scene)
        assert not scene.state.polls
        assert (work / "link").is_symlink()
    assert said.count("-32003") == 2
    assert "root:" not in said
    assert "secret" not in said


async def test_what_became_a_link_while_people_voted_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    async with acp_stage(acp_config(tmp_path, "outsider", write_files=True)) as stage:
        scene = await stage.room("outsider")
        await scene.ask("@outsider write ~/new.txt")
        poll = await scene.poll()
        (folder_of(tmp_path, scene, "outsider") / "new.txt").symlink_to(outside)
        await scene.vote(poll, "approve")
        said = await answer(scene)
    assert "not done: target_changed" in said
    assert outside.read_text() == "mine"


async def test_a_command_is_decided_and_runs_in_the_folder(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "outsider", terminals=True)) as stage:
        scene = await stage.room("outsider")
        await scene.ask("@outsider command pwd")
        poll = await scene.poll()
        await scene.vote(poll, "approve")
        work = folder_of(tmp_path, scene, "outsider")
        assert await answer(scene) == f"ran 0 {work.resolve()}"
        assert scene.state.polls[poll.id].effect == "done"
        await scene.ask("@outsider command false")
        await scene.vote(await scene.poll(2), "approve")
        assert (await answer(scene)).endswith("ran 1 ")
        failed = list(scene.state.polls.values())[1]
        await scene.ask("@outsider command no-such-program")
        await scene.vote(await scene.poll(3), "approve")
        assert "not run -32003 It cannot be run" in await answer(scene)
        await scene.ask("@outsider elsewhere /etc")
        assert "outside of the agent's folder" in await answer(scene)
    assert (poll.subject, arguments(poll)) == (
        "execution",
        {"command": "pwd", "args": [], "env": {}, "folder": "."},
    )
    assert (failed.effect, failed.reason) == ("failed", "exit code 1")


async def test_a_command_ends_with_its_time_or_its_turn(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "outsider", terminals=True, command_s=0.2)) as stage:
        scene = await stage.room("outsider")
        await scene.ask("@outsider command sleep 600")
        poll = await scene.poll()
        await scene.vote(poll, "approve")
        assert await answer(scene) == "ran None "
        over = scene.state.polls[poll.id]
        await scene.ask("@outsider leave sleep 601")
        await scene.vote(await scene.poll(2), "approve")
        assert (await answer(scene)).endswith("left")
        left = list(scene.state.polls.values())[1]
    assert (over.effect, left.effect) == ("failed", "failed")


# --- questions


async def test_a_form_is_asked_field_by_field(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scene = await stage.room("cooperative", policy="unanimous")
        await scene.ask("@cooperative form choice words number yes")
        choice = await scene.poll(1)
        assert (choice.subject, choice.title) == ("question", "Which? (choice)")
        assert [option.label for option in choice.options] == ["An A", "A B"]
        for who in (ANN, BOB):
            await scene.vote(choice, "o2", who=who)
        for number, said in ((2, {ANN: "Fred", BOB: "Frida"}), (3, {ANN: "42", BOB: "42"})):
            poll = await scene.poll(number)
            for who, words in said.items():
                ballot = c.CastBallot(poll.id, f"ballot-{number}-{who.name}", "other", answers={poll.title: words})
                await scene.do(who, ballot)
        for who in (ANN, BOB):
            await scene.vote(await scene.poll(4), "o1", who=who)
        said = await answer(scene)
    assert said == "accept {'choice': 'b', 'words': 'Ann: Fred; Bob: Frida', 'number': 42, 'yes': True}"


async def test_a_field_of_several_values_takes_several(tmp_path: Path) -> None:
    """RELIABILITY T39: a comma in a label makes no second value."""
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scene = await stage.room("cooperative", policy="unanimous")
        await scene.ask("@cooperative form several")
        poll = await scene.poll(1)
        for who, choices in ((ANN, ("o3", "o1")), (BOB, ("o1", "o3"))):
            await scene.do(who, c.CastBallot(poll.id, f"ballot-{who.name}", choices[0], choices=choices))
        said = await answer(scene)
    assert said == "accept {'several': ['x, y', 'w']}"


async def test_a_room_that_differs_or_does_not_answer_cancels_the_form(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "cooperative")) as stage:
        scene = await stage.room("cooperative", policy="unanimous")
        await scene.ask("@cooperative form choice")
        await scene.vote(await scene.poll(1), "o1", who=ANN)
        await scene.vote(await scene.poll(1), "o2", who=BOB)
        assert await answer(scene) == "cancel None"
        await scene.ask("@cooperative form choice")
        await scene.do(ANN, c.ClosePoll((await scene.poll(2)).id))
        assert (await answer(scene)).endswith("cancel None")


# --- plan mode


async def _planning(stage: Any) -> Scene:
    return await stage.room("planner", policy="unanimous", options={"plan_mode": True})


async def test_nothing_is_permitted_before_the_plan_and_critique_is_the_next_prompt(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "planner", self_executing=True)) as stage:
        scene = await _planning(stage)
        await scene.ask("@planner go")
        first = await scene.poll(1)
        assert (first.subject, first.detail) == ("plan", "1. leap")
        await scene.vote(first, "deny", who=BOB, reason="too fast")
        second = await scene.poll(2)
        assert second.detail == "1. look twice\n2. leap"
        for who in (ANN, BOB):
            await scene.vote(second, "approve", who=who)
        effect = await scene.poll(3)
        assert effect.subject == "execution"
        for who in (ANN, BOB):
            await scene.vote(effect, "approve", who=who)
        said = await answer(scene)
        assert (folder_of(tmp_path, scene, "planner") / "leapt").exists()
    assert "[plan] heard: True" in said
    assert said.endswith("[work] once")


async def test_who_acts_before_its_plan_is_approved_is_refused_or_ended(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "planner", self_executing=True)) as stage:
        scene = await _planning(stage)
        await scene.ask("@planner jump")
        plan = await scene.poll(1)
        assert plan.subject == "plan"
        await scene.do(ANN, c.ClosePoll(plan.id))
        said = await answer(scene)
        assert not (folder_of(tmp_path, scene, "planner") / "leapt").exists()
        await scene.ask("@planner sneak")
        state = await scene.until(lambda state: state.agents["agent:planner"].status == "error")
    assert "Nothing may be done before the room has approved a plan." in said
    assert said.endswith("The vote on the plan was cancelled: nothing is done.")
    assert "before the room had approved a plan" in str(state.agents["agent:planner"].error)


async def test_to_leave_its_own_plan_mode_is_to_have_its_plan_approved(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "planner", self_executing=True)) as stage:
        scene = await _planning(stage)
        await scene.ask("@planner leave")
        plan = await scene.poll(1)
        assert (plan.subject, plan.detail) == ("plan", "1. # Leap far")
        for number in (1, 2):
            for who in (ANN, BOB):
                await scene.vote(await scene.poll(number), "approve", who=who)
        said = await answer(scene)
        assert (folder_of(tmp_path, scene, "planner") / "leapt").exists()
    assert "left: once. " in said


async def test_a_plan_is_not_revised_for_ever(tmp_path: Path) -> None:
    async with acp_stage(acp_config(tmp_path, "planner", self_executing=True, plan_rounds=2)) as stage:
        scene = await _planning(stage)
        await scene.ask("@planner go")
        for number in (1, 2):
            await scene.vote(await scene.poll(number), "deny", who=BOB)
        assert (await answer(scene)).endswith("No plan was approved after 2: nothing is done.")
        assert len(scene.state.polls) == 2
