"""The openai agent's tools in real rooms, kernels and notebooks: each effect is what the room approved, or is not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from nbformat import v4

from jupyter_collabchat.agents.openai.family import OpenAIFactory
from jupyter_collabchat.agents.server_kernels import ServerKernels
from jupyter_collabchat.agents.server_notebooks import ServerNotebooks
from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.ids import ParticipantId
from jupyter_collabchat.room.ports import Write

from .models import ModelServer, Reply, calls, delta, says
from .real_kernels import isolate as isolate
from .real_kernels import kernels
from .stage import ANN, BOB, Scene, Stage

SECRET = "the canary in the notebook"


class Set:
    """What a test plays on: a room with the agent, its model, its kernels and its notebooks in `lab/`."""

    def __init__(self, scene: Scene, server: ModelServer, manager: AsyncMappingKernelManager, root: Path) -> None:
        self.scene = scene
        self.server = server
        self.manager = manager
        self.root = root

    async def ask(self) -> None:
        await self.scene.ask("@openai go")

    async def said(self) -> list[str]:
        """Wait for the end of the turn; return what the agent said."""
        return [message.body for message in await self.scene.answered()]

    @property
    def told(self) -> list[str]:
        """What the model was told of its calls, in its last request."""
        return [said["content"] for said in self.server.requests[-1]["messages"] if said["role"] == "tool"]

    def cells(self, path: str = "lab/one.ipynb") -> list[Any]:
        cells: list[Any] = nbformat.read(self.root / path, 4).cells
        return cells


@asynccontextmanager
async def sets(
    tmp_path: Path, *script: Reply, options: dict[str, Any] | None = None, policy: str = "owner", **more: Any
) -> AsyncIterator[Set]:
    root = tmp_path / "root"
    (root / "lab").mkdir(parents=True)
    cells = [v4.new_code_cell("x = 1", id="first"), v4.new_markdown_cell(SECRET, id="second")]
    nbformat.write(v4.new_notebook(cells=cells), root / "lab" / "one.ipynb")
    nbformat.write(v4.new_notebook(), root / "outside.ipynb")
    async with ModelServer(*script) as server, kernels() as manager:
        factory = OpenAIFactory({"endpoint": server.url, "models": ["small"], **more})
        notebooks = ServerNotebooks(AsyncLargeFileManager(root_dir=str(root)))
        async with Stage({"openai": factory}, kernels=ServerKernels(manager), notebooks=notebooks) as stage:
            scene = await stage.room("openai", options=options, policy=policy, scope="lab")
            yield Set(scene, server, manager, root)


# --- running code


async def test_code_runs_when_approved_and_the_model_is_told_what_came_of_it(tmp_path: Path) -> None:
    script = [
        calls(("run_code", {"code": "print('one')\n6 * 7"}), text="Let me see."),
        calls(("run_code", {"code": "_ + 1"})),
        says("It is 43."),
    ]
    async with sets(tmp_path, *script) as play:
        await play.ask()
        for number in (1, 2):
            poll = await play.scene.poll(number)
            assert (poll.subject, poll.title) == ("execution", "Run this code?")
            await play.scene.vote(poll, "approve")
        said = await play.scene.answered()
        assert len(play.manager.list_kernel_ids()) == 1
        assert json.loads(poll.detail)["arguments"] == {"code": "_ + 1"}
        assert poll.message == said[2].id
    assert [(m.kind, m.body, m.status) for m in said] == [
        ("text", "Let me see.", "complete"),
        ("output", "one\n42\n", "complete"),
        ("text", "I want to run code.", "complete"),
        ("output", "43\n", "complete"),
        ("text", "It is 43.", "complete"),
    ]
    assert said[1].mime[1] == {"text/plain": "42"}
    assert play.told == ["one\n42\n", "43\n"]
    [assistant] = [m for m in play.server.requests[1]["messages"] if m["role"] == "assistant"]
    assert assistant["content"] == "Let me see."
    assert assistant["tool_calls"][0]["function"]["arguments"] == '{"code": "print(\'one\')\\n6 * 7"}'


async def test_denied_code_does_not_run_and_the_model_is_told_why(tmp_path: Path) -> None:
    code = {"code": f"open({str(tmp_path / 'ran')!r}, 'w')"}
    script = [calls(("run_code", code)), calls(("run_code", code)), says("Then not.")]
    async with sets(tmp_path, *script, policy="unanimous") as play:
        await play.ask()
        poll = await play.scene.poll()
        await play.scene.vote(poll, "approve")
        await play.scene.vote(poll, "deny", who=BOB, reason="it writes files")
        assert (await play.said())[-1] == "Then not."
        assert len(play.scene.state.polls) == 1
        assert not play.manager.list_kernel_ids()
    assert play.told == [
        "Not done. The room's decision: denied by Bob. Bob says: it writes files",
        "Not done, and nobody was asked: The room denied exactly this already in this turn.",
    ]
    assert not (tmp_path / "ran").exists()


async def test_an_error_of_the_code_is_told(tmp_path: Path) -> None:
    async with sets(tmp_path, calls(("run_code", {"code": "1 / 0"})), says("Oh.")) as play:
        await play.ask()
        poll = await play.scene.poll()
        await play.scene.vote(poll, "approve")
        await play.said()
        assert play.scene.state.polls[poll.id].effect == "failed"
    assert "ZeroDivisionError" in play.told[0]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("while True: pass", "[The code ran for too long and was interrupted.]\n"),
        ("print('a', flush=True)\nwhile True: print('b', flush=True)", "a\nb\n"),
        ("None", "Done, no output."),
    ],
)
async def test_the_model_is_told_how_code_ended(tmp_path: Path, code: str, told: str) -> None:
    limits = {"seconds": 0.3, "lines": 20}
    async with sets(tmp_path, calls(("run_code", {"code": code})), says("Oh."), output_limits=limits) as play:
        await play.ask()
        await play.scene.vote(await play.scene.poll(), "approve")
        await play.said()
    assert play.told[0].startswith(told)
    assert play.told[0].endswith(
        ("interrupted.]\n", "[interrupted after 20 lines of output; the rest is cut]\n", "output.")
    )


async def test_a_kernel_that_dies_is_told_and_the_next_run_gets_another(tmp_path: Path) -> None:
    die = {"code": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"}
    script = [calls(("run_code", die)), calls(("run_code", {"code": "'alive'"})), says("Good.")]
    async with sets(tmp_path, *script) as play:
        await play.ask()
        for number in (1, 2):
            await play.scene.vote(await play.scene.poll(number), "approve")
        assert (await play.said())[-1] == "Good."
    assert "The kernel died." in play.told[0]
    assert play.told[1] == "'alive'\n"


async def test_the_keys_of_agents_are_not_in_the_kernels_of_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL_KEY", "secret")
    async with kernels() as manager:
        own = ServerKernels(manager, {"MODEL_KEY"})
        await own.start("room")
        async with own.lease(own.own("room") or "") as lease:
            said = [output async for output in lease.execute("import os; print(os.environ.get('MODEL_KEY'))", 30)]
    assert [output.content["text"] for output in said] == ["None\n"]


# --- calls that are wrong


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("run_code", '{"code": "1', "Not done: the arguments are no JSON."),
        ("run_code", "", "Not done: wrong arguments. Object missing required field `code`"),
        ("run_code", {"code": 7}, "Not done: wrong arguments. Expected `str`, got `int` - at `$.code`"),
        ("run_code", {"code": "1", "approved": True}, "Not done: wrong arguments. Object contains unknown field"),
        ("run_code", '{"code":' * 7_000, "Not done: "),
        ("run_code", "[" * 60_000, "Not done: "),
        ("run_code", {"code": "\ud800"}, "Not done: the arguments are no JSON."),
        ("run_code", {"code": "x" * 20_000}, "Not done, and nobody was asked: An effect may have at most 16 KiB."),
        ("cast_ballot", {"choice": "approve"}, "There is no such tool. There are: ask_people, propose_plan, run_code"),
        ("propose_plan", {"steps": []}, "Not done: wrong arguments. Expected `array` of length >= 1"),
        ("ask_people", {"question": ""}, "Not done: wrong arguments."),
        ("ask_people", {"question": "?", "options": ["a"] * 13}, "Not done: wrong arguments."),
        ("read_notebook", {"path": "lab/gone.ipynb"}, "Not read: There is no such notebook"),
        ("edit_cell", {"path": "lab/one.ipynb", "cell": "third", "source": ""}, "Not edited: There is no such cell"),
        (
            "edit_cell",
            {"path": "lab/one.ipynb", "cell": "first", "source": "x = 1"},
            "The cell has this source already.",
        ),
        *[
            (tool, {"path": path, **more}, f"Not {done}: This path is not in the room's part of the files.")
            for path in ("outside.ipynb", "../root/lab/one.ipynb", "/etc/passwd", "lab/../outside.ipynb")
            for tool, done, more in (
                ("read_notebook", "read", {}),
                ("edit_cell", "edited", {"cell": "first", "source": "x = 666"}),
            )
        ],
    ],
)
async def test_a_wrong_call_asks_nobody_and_the_model_is_told(
    tmp_path: Path, name: str, arguments: Any, told: str
) -> None:
    async with sets(tmp_path, calls((name, arguments)), says("I see.")) as play:
        await play.ask()
        assert (await play.said())[-1] == "I see."
        assert not play.scene.state.polls
    assert len(play.told) == 1
    assert play.told[0].startswith(told)


async def test_calls_that_a_server_does_not_number_are_told_apart(tmp_path: Path) -> None:
    functions = [{"name": "no_such", "arguments": "{}"}, {"name": "neither", "arguments": "{}"}]
    pieces = [delta(tool_calls=[{"id": f"id-{n}", "index": 0, "function": f}]) for n, f in enumerate(functions)]
    async with sets(tmp_path, Reply([*pieces, delta("tool_calls")]), says("ok")) as play:
        await play.ask()
        await play.said()
    answers = [
        (m["tool_call_id"], m["content"][:13]) for m in play.server.requests[-1]["messages"] if m["role"] == "tool"
    ]
    assert answers == [("id-0", "There is no s"), ("id-1", "There is no s")]


# --- notebooks


async def test_reading_is_decided_by_the_room(tmp_path: Path) -> None:
    script = [
        calls(("list_notebooks", {})),
        calls(("read_notebook", {"path": "lab/one.ipynb"})),
        calls(("read_notebook", {"path": "lab/one.ipynb"})),
        says("ok"),
    ]
    async with sets(tmp_path, *script) as play:
        await play.ask()
        listing = await play.scene.poll(1)
        assert (listing.subject, listing.title) == ("permission", "List the notebooks here?")
        await play.scene.vote(listing, "approve")
        reading = await play.scene.poll(2)
        said = json.loads(reading.detail)
        assert (said["tool"], said["target"]["path"]) == ("read_notebook", "lab/one.ipynb")
        await play.scene.vote(reading, "deny", reason="private")
        await play.said()
        assert play.scene.state.polls[listing.id].effect == "done"
    assert play.told[0] == '["lab/one.ipynb"]'
    assert "private" in play.told[1]
    assert SECRET not in json.dumps(play.server.requests)


async def test_an_approved_notebook_is_read(tmp_path: Path) -> None:
    script = [calls(("read_notebook", {"path": "lab/one.ipynb"})), says("ok")]
    async with sets(tmp_path, *script) as play:
        await play.ask()
        await play.scene.vote(await play.scene.poll(), "approve")
        await play.said()
    assert json.loads(play.told[0]) == [
        {"id": "first", "kind": "code", "source": "x = 1"},
        {"id": "second", "kind": "markdown", "source": SECRET},
    ]


async def join_guest(scene: Scene) -> Scene:
    """Let a guest into the room, as a link would."""
    await scene.close()
    who = ParticipantId("guest:g1")
    entry = e.Entry(scene.state.seq + 1, 1, who, e.MemberJoined(who, "Gus", "gus", "collaborator"))
    await scene.stage.store.append(Write(scene.room.id, (entry,)))
    opened = await scene.stage.open(scene.room.id)
    await opened.until(lambda state: state.agents["agent:openai"].status == "running")
    return opened


async def test_a_freed_tool_reads_without_a_poll_until_a_guest_is_there(tmp_path: Path) -> None:
    reads = calls(("list_notebooks", {}), ("read_notebook", {"path": "lab/one.ipynb"}))
    script = [reads, says("ok"), reads, says("ok")]
    async with sets(tmp_path, *script, free_tools=["list_notebooks", "read_notebook"]) as play:
        await play.ask()
        said = await play.said()
        assert not play.scene.state.polls
        assert SECRET in play.told[1]
        assert said[1:3] == ["*List the notebooks here.*\n\n", "*Read a notebook.*\n\n"]
        play.scene = await join_guest(play.scene)
        await play.ask()
        for number in (1, 2):
            await play.scene.vote(await play.scene.poll(number), "deny")
        await play.said()
    assert all(told.startswith("Not done. The room's decision: denied") for told in play.told)


EDIT = {"path": "lab/one.ipynb", "cell": "first", "source": "x = 2\ny = 3"}


async def test_an_edit_shows_the_difference_and_is_done_when_approved(tmp_path: Path) -> None:
    async with sets(tmp_path, calls(("edit_cell", EDIT)), says("Done.")) as play:
        await play.ask()
        poll = await play.scene.poll()
        said = json.loads(poll.detail)
        assert (poll.subject, said["arguments"]["source"]) == ("write", EDIT["source"])
        assert said["arguments"]["diff"].split("\n")[2:] == ["@@ -1 +1,2 @@", "-x = 1", "+x = 2", "+y = 3"]
        assert (said["target"]["path"], said["target"]["cell"]) == ("lab/one.ipynb", "first")
        assert play.cells()[0].source == "x = 1"
        await play.scene.vote(poll, "approve")
        await play.said()
        assert play.scene.state.polls[poll.id].effect == "done"
        assert [cell.source for cell in play.cells()] == ["x = 2\ny = 3", SECRET]
    assert play.told == ["The cell has the new source. It was not run."]


async def test_a_cell_that_changed_meanwhile_is_not_edited(tmp_path: Path) -> None:
    async with sets(tmp_path, calls(("edit_cell", EDIT)), says("Oh.")) as play:
        await play.ask()
        poll = await play.scene.poll()
        changed = nbformat.read(play.root / "lab" / "one.ipynb", 4)
        changed.cells[0].source = "x = 7"
        nbformat.write(changed, play.root / "lab" / "one.ipynb")
        await play.scene.vote(poll, "approve")
        await play.said()
        decided = play.scene.state.polls[poll.id]
        assert (decided.effect, decided.reason) == ("failed", "target_changed")
        assert play.cells()[0].source == "x = 7"
    assert play.told == ["Not edited: target_changed"]


async def test_T51_a_notebook_that_became_a_link_out_is_not_edited(tmp_path: Path) -> None:
    async with sets(tmp_path, calls(("edit_cell", EDIT)), says("Oh.")) as play:
        await play.ask()
        poll = await play.scene.poll()
        (play.root / "lab" / "one.ipynb").rename(tmp_path / "one.ipynb")
        (play.root / "lab" / "one.ipynb").symlink_to(tmp_path / "one.ipynb")
        await play.scene.vote(poll, "approve")
        await play.said()
        assert play.scene.state.polls[poll.id].reason == "target_changed"
        assert play.cells()[0].source == "x = 1"


# --- people


async def test_a_question_is_answered_by_name(tmp_path: Path) -> None:
    script = [
        calls(("ask_people", {"question": "Which\nchart?", "options": ["Bars", "A line"]})),
        calls(("ask_people", {"question": "Which colour?"})),
        says("ok"),
    ]
    async with sets(tmp_path, *script, policy="unanimous") as play:
        await play.ask()
        poll = await play.scene.poll(1)
        assert (poll.subject, poll.title, poll.options[1].label) == ("question", "Which chart?", "A line")
        await play.scene.vote(poll, "option-1")
        await play.scene.vote(poll, "option-2", who=BOB, reason="clearer")
        free = await play.scene.poll(2)
        for who, colour in ((ANN, "blue"), (BOB, "blue")):
            ballot = c.CastBallot(free.id, f"ballot-{who.name}-free", "answer", answers={"text": colour})
            await play.scene.do(who, ballot)
        await play.said()
    assert [json.loads(told) for told in play.told] == [
        {
            "outcome": "answered",
            "answers": [{"from": "Ann", "chose": "Bars"}, {"from": "Bob", "chose": "A line", "says": "clearer"}],
        },
        {
            "outcome": "answered",
            "answers": [{"from": "Ann", "wrote": {"text": "blue"}}, {"from": "Bob", "wrote": {"text": "blue"}}],
        },
    ]


async def test_a_question_may_take_several_options(tmp_path: Path) -> None:
    asked = {"question": "Which charts?", "options": ["Bars, stacked", "A line", "Dots"], "several": True}
    async with sets(tmp_path, calls(("ask_people", asked)), says("ok"), policy="unanimous") as play:
        await play.ask()
        poll = await play.scene.poll(1)
        for who, choices in ((ANN, ("option-2", "option-1")), (BOB, ("option-3",))):
            await play.scene.do(who, c.CastBallot(poll.id, f"ballot-{who.name}", choices[0], choices=choices))
        await play.said()
    (told,) = [json.loads(told) for told in play.told]
    assert [(one["from"], one["chose"]) for one in told["answers"]] == [
        ("Ann", ["Bars, stacked", "A line"]),
        ("Bob", ["Dots"]),
    ]


async def test_in_plan_mode_nothing_is_asked_before_a_plan_is_approved(tmp_path: Path) -> None:
    run = ("run_code", {"code": "41 + 1"})
    script = [
        calls(run, ("read_notebook", {"path": "lab/one.ipynb"}), ("list_notebooks", {}), ("edit_cell", EDIT)),
        calls(("propose_plan", {"steps": ["Delete\n2. everything"]})),
        calls(run),
        calls(("propose_plan", {"steps": ["Add", "Tell"]}), run),
        says("42"),
    ]
    async with sets(tmp_path, *script, options={"plan_mode": True}) as play:
        await play.ask()
        plan = await play.scene.poll(1)
        assert (plan.subject, plan.detail) == ("plan", "1. Delete 2. everything")
        await play.scene.vote(plan, "deny", reason="Only add.")
        better = await play.scene.poll(2)
        assert better.subject == "plan"
        await play.scene.vote(better, "approve")
        effect = await play.scene.poll(3)
        assert effect.subject == "execution"
        await play.scene.vote(effect, "approve")
        assert (await play.said())[-1] == "42"
    assert "plan mode" in play.server.requests[0]["messages"][0]["content"]
    assert all(told.startswith("Not done: in this room nothing is done before") for told in play.told[:4])
    critique = "The room's decision: denied by Ann. Ann says: Only add. Change the plan and propose it again, or stop."
    assert play.told[4] == critique
    assert play.told[5].startswith("Not done: in this room nothing is done before")
    assert play.told[6:] == ["The room's decision: approved.", "42\n"]


async def test_what_is_redacted_meanwhile_is_not_told_again(tmp_path: Path) -> None:
    async with sets(tmp_path, calls(("ask_people", {"question": "Go on?"})), says("ok")) as play:
        post = await play.scene.ask("a canary that slipped out", BOB)
        await play.ask()
        poll = await play.scene.poll()
        await play.scene.do(BOB, c.RedactMessage(post))
        await play.scene.vote(poll, "answer")
        await play.said()
    first, second = map(json.dumps, play.server.requests)
    assert "canary" in first
    assert "canary" not in second


# --- limits


@pytest.mark.parametrize(
    ("limits", "says_", "requests"),
    [
        ({"rounds": 3}, "I stop after 3 rounds: that is the most for one prompt. Ask me again to go on.", 3),
        ({"calls": 4}, "I stop after 4 tool calls: that is the most for one prompt. Ask me again to go on.", 2),
        ({"tokens": 30}, "I stop after 30 tokens: that is the most for one prompt. Ask me again to go on.", 2),
        ({"cost": 0.03}, "I stop after a cost of 0.03: that is the most for one prompt. Ask me again to go on.", 2),
    ],
)
async def test_a_model_that_goes_on_and_on_is_stopped(
    tmp_path: Path, limits: dict[str, Any], says_: str, requests: int
) -> None:
    models = [{"name": "small", "input_price": 1000.0, "output_price": 1000.0}]
    async with sets(tmp_path, limits=limits, models=models) as play:
        play.server.otherwise = lambda request: calls(("again", {}), ("again", {}))
        await play.ask()
        assert (await play.said())[-1] == says_
        assert not play.scene.state.turns
    assert len(play.server.requests) == requests


async def test_there_is_an_end_to_asking_in_one_turn(tmp_path: Path) -> None:
    script = [calls(*(("run_code", {"code": str(number)}) for number in range(11))), says("Enough.")]
    async with sets(tmp_path, *script) as play:
        await play.ask()
        for number in range(1, 11):
            await play.scene.vote(await play.scene.poll(number), "deny")
        assert (await play.said())[-1] == "Enough."
        assert len(play.scene.state.polls) == 10
    assert play.told[10].startswith("Not done, and nobody was asked: An agent asks for at most 10 things in one prompt")


async def test_stop_interrupts_what_runs_and_nothing_more_is_asked_of_the_model(tmp_path: Path) -> None:
    forever = {"code": "print('on', flush=True)\nwhile True: pass"}
    async with sets(
        tmp_path, calls(("run_code", forever)), calls(("run_code", {"code": "'idle'"})), says("ok")
    ) as play:
        await play.ask()
        poll = await play.scene.poll()
        await play.scene.vote(poll, "approve")
        state = await play.scene.until(lambda state: any(m.status == "executing" for m in state.messages.values()))
        message = next(m.id for m in state.messages.values() if m.status == "executing")
        while not play.scene.live(message):
            await asyncio.sleep(0.01)
        await play.scene.do(ANN, c.StopTurn(poll.turn or ""))
        assert (await play.scene.answered())[-1].status == "cancelled"
        decided = await play.scene.effect(poll)
        assert (decided.effect, decided.reason) == ("failed", "stopped")
        assert len(play.server.requests) == 1
        await play.ask()
        await play.scene.vote(await play.scene.poll(2), "approve")
        assert (await play.said())[-1] == "ok"
    assert play.told == ["'idle'\n"]


async def test_a_poll_that_is_open_is_cancelled_by_stop_and_unlocks_nothing(tmp_path: Path) -> None:
    async with sets(tmp_path, calls(("run_code", {"code": "1"}))) as play:
        await play.ask()
        poll = await play.scene.poll()
        await play.scene.do(ANN, c.StopTurn(poll.turn or ""))
        await play.said()
        assert play.scene.state.polls[poll.id].state == "cancelled"
        assert not play.manager.list_kernel_ids()
    assert len(play.server.requests) == 1
