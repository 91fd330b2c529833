"""Runner in real rooms with real kernels: nothing runs without the room, and what runs is what was approved, once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from jupyter_collabchat.agents.contract import AgentServices
from jupyter_collabchat.agents.runner import HELP, Runner
from jupyter_collabchat.agents.server_kernels import ServerKernels
from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core import events as e
from jupyter_collabchat.core.model import Message, Poll
from jupyter_collabchat.storage import open_store
from tests import pictures
from tests.contracts.faulty import FaultyStore

from .real_kernels import isolate as isolate
from .real_kernels import kernels
from .stage import ANN, BOB, Scene, Stage, bury

OUT, ERR, ERROR = (f"application/vnd.jupyter.{name}" for name in ("stdout", "stderr", "error"))


@asynccontextmanager
async def stages(
    config: dict[str, Any] | None = None, **more: Any
) -> AsyncIterator[tuple[Stage, AsyncMappingKernelManager]]:
    async with kernels() as manager:
        stage = Stage({"runner": Runner}, kernels=ServerKernels(manager), config={"runner": config or {}}, **more)
        async with stage:
            yield stage, manager


async def run(scene: Scene, code: str) -> Message:
    """Ask for code, approve it, and return the message with its outputs."""
    number = len(scene.state.polls) + 1
    await scene.ask(f"@runner\n```python\n{code}\n```")
    await scene.vote(await scene.poll(number), "approve")
    return (await scene.answered())[-1]


async def running(scene: Scene, code: str) -> Poll:
    """Ask for code, approve it, and wait until its first live text: it runs."""
    number = len(scene.state.polls) + 1
    await scene.ask(f"@runner\n```python\n{code}\n```")
    poll = await scene.poll(number)
    await scene.vote(poll, "approve")
    state = await scene.until(lambda state: any(m.status == "executing" for m in state.messages.values()))
    message = next(m.id for m in state.messages.values() if m.status == "executing")
    while not scene.live(message):
        await asyncio.sleep(0.01)
    return poll


async def test_denied_code_never_runs(tmp_path: Path) -> None:
    async with stages() as (stage, manager):
        scene = await stage.room("runner", policy="unanimous")
        await scene.ask(f"@runner `open({str(tmp_path / 'ran')!r}, 'w')`")
        poll = await scene.poll()
        assert (poll.subject, poll.title) == ("execution", "Run this code?")
        await scene.vote(poll, "approve")
        await scene.vote(poll, "deny", who=BOB, reason="looks wrong")
        proposal, answer = await scene.answered()
        assert proposal.body.startswith("Ready to run in **a new kernel (Python 3")
        assert poll.message == proposal.id
        assert answer.body == "Not run. Denied by Bob: looks wrong"
        assert not manager.list_kernel_ids()
    assert not (tmp_path / "ran").exists()


async def test_approved_code_runs_once_and_shows_its_outputs_in_order() -> None:
    code = (
        "import sys\nfrom IPython.display import display, HTML, Javascript\n"
        "print('one', flush=True)\nprint('two', file=sys.stderr, flush=True)\n"
        "display(HTML('<b>3</b>'))\ndisplay(Javascript('4'))\n"
        "print('five', flush=True)\n6"
    )
    async with stages() as (stage, manager):
        scene = await stage.room("runner")
        output = await run(scene, code)
        effect = next(iter(scene.state.polls.values()))
        assert len(manager.list_kernel_ids()) == 1
        again = await run(scene, "_ + 1")
        assert len(manager.list_kernel_ids()) == 1
    assert (output.kind, output.status, effect.effect) == ("output", "complete", "done")
    assert output.usage is not None and output.usage.response_ms is not None
    assert [set(bundle) for bundle in output.mime] == [
        {OUT},
        {ERR},
        {"text/plain", "text/html"},
        {"text/plain"},
        {OUT},
        {"text/plain"},
    ]
    assert [output.mime[0][OUT], output.mime[1][ERR], output.mime[4][OUT]] == ["one\n", "two\n", "five\n"]
    assert output.mime[2]["text/html"] == "<b>3</b>"
    assert (
        output.body.split()
        == "one two <IPython.core.display.HTML object> <IPython.core.display.Javascript object> five 6".split()
    )
    assert again.mime == ({"text/plain": "7"},)


async def test_a_picture_too_large_for_a_message_is_kept_whole() -> None:
    async with stages() as (stage, _):
        scene = await stage.room("runner")
        output = await run(scene, f"{pictures.CODE}print(len(png))")
        [bundle, size] = output.mime
        part = bundle["image/png"]
        blob = await stage.store.blob(scene.room.id, part["ref"])
    assert (part["mime"], part["bytes"]) == ("image/png", int(size[OUT]))
    assert blob is not None
    assert (blob.mime, len(blob.data), blob.data[:4]) == ("image/png", part["bytes"], b"\x89PNG")
    assert bundle["text/plain"] == "<IPython.core.display.Image object>"
    assert output.body.startswith("<IPython.core.display.Image object>")


async def test_an_error_is_shown_and_the_kernel_goes_on() -> None:
    async with stages() as (stage, _):
        scene = await stage.room("runner")
        failed = await run(scene, "x = 1\n1 / 0")
        poll = next(iter(scene.state.polls.values()))
        assert (poll.effect, poll.reason) == ("failed", "ZeroDivisionError: division by zero")
        silent = await run(scene, "x += 1")
        assert (await run(scene, "x")).mime == ({"text/plain": "2"},)
    [bundle] = failed.mime
    assert (bundle[ERROR]["ename"], bundle[ERROR]["evalue"]) == ("ZeroDivisionError", "division by zero")
    assert "\x1b[" in "".join(bundle[ERROR]["traceback"])
    assert "ZeroDivisionError" in failed.body
    assert "\x1b" not in failed.body
    assert silent.body == "Done, no output.\n"


async def test_stop_interrupts_what_runs() -> None:
    async with stages() as (stage, _):
        scene = await stage.room("runner")
        poll = await running(scene, "print('on', flush=True)\nwhile True: pass")
        await scene.do(ANN, c.StopTurn(poll.turn))
        stopped = (await scene.answered())[-1]
        assert (stopped.status, stopped.body, stopped.kind) == ("cancelled", "on\n", "output")
        ended = await scene.effect(poll)
        assert (ended.effect, ended.reason) == ("failed", "stopped")
        assert (await run(scene, "'still here'")).mime == ({"text/plain": "'still here'"},)


async def test_a_kernel_that_dies_fails_the_effect_and_says_so() -> None:
    async with stages() as (stage, manager):
        scene = await stage.room("runner")
        poll = await running(scene, "print('last words', flush=True)\nwhile True: pass")
        [kernel] = manager.list_kernel_ids()
        os.kill(manager.get_kernel(kernel).provisioner.pid, signal.SIGKILL)
        died = (await scene.answered())[-1]
        poll = scene.state.polls[poll.id]
        assert (died.status, died.mime[0]) == ("error", {OUT: "last words\n"})
        assert "The kernel died. The next prompt gets a fresh one." in died.body
        assert (poll.effect, poll.reason) == ("failed", "The kernel died.")
        assert scene.state.agents["agent:runner"].status == "running"
        assert (await run(scene, "'fresh'")).mime == ({"text/plain": "'fresh'"},)


async def test_a_chosen_kernel_is_used_and_must_be_the_one_that_was_approved() -> None:
    async with stages() as (stage, manager):
        kernel = await manager.start_kernel()
        scene = await stage.room("runner", options={"kernel": kernel})
        await run(scene, "x = 41")
        assert (await run(scene, "x + 1")).mime == ({"text/plain": "42"},)
        assert manager.list_kernel_ids() == [kernel]
        await scene.ask("@runner x")
        poll = await scene.poll(3)
        await (await manager.restart_kernel(kernel))
        await scene.vote(poll, "approve")
        assert (await scene.answered())[-1].body == "Not run: the kernel is not the one you approved any more."
        assert (await scene.effect(poll)).reason == "target_changed"


async def test_a_chosen_kernel_that_is_gone_is_named() -> None:
    async with stages() as (stage, _):
        scene = await stage.room("runner", options={"kernel": "gone"})
        await scene.ask("@runner 1")
        [answer] = await scene.answered()
    assert answer.body == (
        "This kernel does not run any more. Choose another kernel in my settings, or start this one."
    )
    assert (answer.status, len(scene.state.polls)) == ("error", 0)


async def test_a_busy_kernel_is_waited_for_and_rooms_share_it_in_turn() -> None:
    async with stages() as (stage, manager):
        kernel = await manager.start_kernel()
        busy = await stage.room("runner", options={"kernel": kernel})
        other = await stage.room("runner", options={"kernel": kernel})
        first = await running(busy, "print('on', flush=True)\nimport time\nwhile True: time.sleep(0.01)")
        await other.ask("@runner `print('mine')`")
        waiting = await other.poll()
        await other.vote(waiting, "approve")
        await other.ask("just a post")
        assert other.state.polls[waiting.id].effect == "pending"
        await busy.do(ANN, c.StopTurn(first.turn))
        assert (await other.answered())[-1].mime == ({OUT: "mine\n"},)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("while True: print('y' * 100, flush=True)", "2 KiB of output"),
        ("while True: print(flush=True)", "20 lines of output"),
        ("while True: display(1)", "3 displays"),
    ],
)
async def test_too_much_output_is_interrupted_and_marked(code: str, says: str) -> None:
    config = {"limits": {"total_bytes": 2048, "lines": 20, "displays": 3}}
    async with stages(config) as (stage, _):
        scene = await stage.room("runner")
        output = await run(scene, code)
        poll = next(iter(scene.state.polls.values()))
        assert (await run(scene, "1")).mime == ({"text/plain": "1"},)
    assert output.mime[-1] == {ERR: f"[interrupted after {says}; the rest is cut]\n"}
    assert output.status == "complete"
    assert (poll.effect, poll.reason) == ("failed", f"interrupted after {says}")


async def test_code_that_runs_too_long_is_interrupted() -> None:
    async with stages({"limits": {"seconds": 0.2}}) as (stage, _):
        scene = await stage.room("runner")
        output = await run(scene, "while True: pass")
        assert (await run(scene, "1")).mime == ({"text/plain": "1"},)
    assert output.mime[-1] == {ERR: "[The code ran for too long and was interrupted.]\n"}


async def test_code_cannot_ask_for_input_or_see_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLLABCHAT_TOKEN", "JUPYTERHUB_API_TOKEN", "JUPYTER_TOKEN"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("COLLABCHAT_HARMLESS", "kept")
    async with stages() as (stage, _):
        scene = await stage.room("runner")
        seen = await run(scene, "import os\nsorted(k for k in os.environ if 'TOKEN' in k or 'HARMLESS' in k)")
        asked = await run(scene, "input('who?')")
    assert seen.mime == ({"text/plain": "['COLLABCHAT_HARMLESS']"},)
    assert asked.mime[0][ERROR]["ename"] == "StdinNotImplementedError"


async def test_what_is_run_comes_from_a_reply_and_stays_what_it_was() -> None:
    async with stages() as (stage, _):
        scene = await stage.room("runner")
        post = await scene.ask("look:\n```python\n'first'\n```", BOB)
        await scene.ask("@runner please", reply_to=post)
        poll = await scene.poll()
        await scene.do(BOB, c.EditMessage(post, "look:\n```python\n'second'\n```"))
        await scene.vote(poll, "approve")
        assert (await scene.answered())[-1].mime == ({"text/plain": "'first'"},)


async def test_without_code_it_says_how() -> None:
    async with stages() as (stage, _):
        scene = await stage.room("runner")
        await scene.ask("@runner")
        [answer] = await scene.answered()
        await scene.ask(f"@runner {'x' * 16_000 + 'é' * 300}")
        too_long = (await scene.answered())[-1]
    assert (answer.body, len(scene.state.polls)) == (HELP, 0)
    assert "too long to be voted on" in too_long.body


async def test_a_sleeping_room_keeps_its_variables_and_a_stopped_runner_does_not() -> None:
    async with stages() as (stage, manager):
        scene = await stage.room("runner")
        await run(scene, "x = 5")
        await scene.close()
        scene = await stage.open(scene.room.id)
        await scene.until(lambda state: state.agents["agent:runner"].status == "running")
        assert (await run(scene, "x")).mime == ({"text/plain": "5"},)
        await scene.do(ANN, c.StopAgent("runner"))
        await scene.until(lambda state: state.agents["agent:runner"].status == "stopped")
        assert not manager.list_kernel_ids()


async def test_a_server_killed_while_code_runs_never_runs_it_again(tmp_path: Path) -> None:
    """The old server loses its room after the claim; the new one reads the same store."""
    count = tmp_path / "count"
    inner = open_store("memory:", holder="test")
    store: Any = FaultyStore(inner)
    before = asyncio.all_tasks()
    async with kernels() as manager:
        dying = Stage({"runner": Runner}, kernels=ServerKernels(manager), store=store)
        scene = await dying.room("runner")
        scene.on_entry = lambda entry: isinstance(entry.event, e.EffectClaimed) and store.hold()
        await scene.ask(f"@runner `with open({str(count)!r}, 'a') as f: f.write('x')`")
        asyncio.ensure_future(scene.vote(await scene.poll(), "approve"))
        await scene.until(lambda state: any(p.effect == "running" for p in state.polls.values()))
        await bury(before)
    async with stages(store=inner) as (stage, _):
        scene = await stage.open(scene.room.id)
        await scene.until(lambda state: state.agents["agent:runner"].status == "running")
        poll = next(iter(scene.state.polls.values()))
        assert (poll.effect, poll.reason) == ("unknown", "the server stopped while it ran")
        await run(scene, "'alive'")
    assert not count.exists() or count.read_text() == "x"


async def test_no_kernels_no_runner() -> None:
    with pytest.raises(Exception, match="has no kernels"):
        Runner(AgentServices("room"))
