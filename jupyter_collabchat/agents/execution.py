"""One connection to one kernel: is it there, is it idle, run code in it.

Speaks the kernel protocol over sockets and with a session of its own, so it takes only answers to its own requests.
That protocol tells of no death: while a kernel is silent, its process is asked for four times per second.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from queue import Empty
from typing import Any, get_args

from jupyter_client.asynchronous.client import AsyncKernelClient

from .kernels import KernelGone, KernelOutput, KernelOvertime, OutputType

Message = dict[str, Any]
Ask = Callable[[], Coroutine[Any, Any, bool]]

_SILENCE_S = 0.25
_INTERRUPTED_S = 5.0
_OUTPUTS = frozenset(get_args(OutputType))


class Connection:
    """A kernel as one effect uses it.

    Args:
        info: The kernel's connection info, with its key.
        is_alive: Whether the process is still the one this connection was made for.
        interrupt: Interrupts what runs in the kernel.
    """

    def __init__(self, info: Any, is_alive: Ask, interrupt: Callable[[], Coroutine[Any, Any, None]]) -> None:  # noqa: ANN401 - jupyter_client's dict
        self._client = AsyncKernelClient()
        self._client.load_connection_info(info)
        self._is_alive = is_alive
        self._interrupt = interrupt
        self._client.start_channels(stdin=False, hb=False)

    def close(self) -> None:
        """Let go of the sockets."""
        self._client.stop_channels()

    # --- is it there

    async def process(self, limit_s: float) -> str:
        """Return what tells this start of the kernel from others, also while it is busy.

        Raises:
            KernelGone: it died, or answers on no channel.
        """
        client = self._client
        control = client.session.msg("kernel_info_request")
        client.control_channel.send(control)
        asked = {control["header"]["msg_id"], client.kernel_info()}
        until = time.monotonic() + limit_s
        while time.monotonic() < until:
            for channel in (client.control_channel, client.shell_channel):
                reply = await _next(channel, _SILENCE_S / 2)
                if reply is not None and _parent(reply) in asked:
                    return str(reply["header"]["session"])
            await self._must_live()
        raise KernelGone("The kernel does not answer.")

    async def idle(self) -> None:
        """Wait until the kernel has done everything it was asked before, and its outputs arrive here.

        Raises:
            KernelGone: it died.
        """
        asked: set[str] = set()
        answered = heard = False
        while not (answered and heard):
            if not asked or answered:  # the first request, or one whose outputs came before our subscription
                asked.add(self._client.kernel_info())
            reply = await _next(self._client.shell_channel, _SILENCE_S)
            answered = answered or (reply is not None and _parent(reply) in asked)
            while (message := await _next(self._client.iopub_channel, 0 if not answered else _SILENCE_S)) is not None:
                heard = heard or _parent(message) in asked
                if answered and heard:
                    break
            await self._must_live()

    async def _must_live(self) -> None:
        if not await self._is_alive():
            raise KernelGone("The kernel died.")

    # --- running code

    async def execute(self, code: str, limit_s: float) -> AsyncGenerator[KernelOutput, None]:
        """Yield the outputs of `code`; closed early, or after `limit_s`, what runs is interrupted.

        Raises:
            KernelGone: it died meanwhile.
            KernelOvertime: the time is up.
        """
        request = self._client.execute(code, allow_stdin=False, stop_on_error=True)
        until = time.monotonic() + limit_s
        running = True
        try:
            async for message in self._answers(request, until):
                if message["msg_type"] in _OUTPUTS:
                    yield KernelOutput(message["msg_type"], message["content"])
            running = False
        except KernelGone:
            running = False
            raise
        finally:
            if running:
                await self._stop(request)

    async def _answers(self, request: str, until: float) -> AsyncGenerator[Message, None]:
        """Yield what the kernel publishes for `request` until it is idle again."""
        replied = False
        while time.monotonic() < until:
            message = await _next(self._client.iopub_channel, _SILENCE_S)
            if message is None:
                if replied:  # the reply is here and nothing more comes: the last word was lost in a flood
                    return
                replied = await self._has_replied(request)
                await self._must_live()
            elif _parent(message) == request:
                if _is_idle(message):
                    return
                yield message
        raise KernelOvertime("The code ran for too long and was interrupted.")

    async def _has_replied(self, request: str) -> bool:
        reply = await _next(self._client.shell_channel, 0)
        return reply is not None and _parent(reply) == request

    async def _stop(self, request: str) -> None:
        """Interrupt the request and see it end; code that goes on regardless keeps the kernel busy."""
        await self._interrupt()
        answers = self._answers(request, time.monotonic() + _INTERRUPTED_S)
        try:
            async for _ in answers:
                continue
        except (KernelGone, KernelOvertime):
            return


async def _next(channel: Any, timeout_s: float) -> Message | None:  # noqa: ANN401 - jupyter_client's channel
    try:
        message: Message = await channel.get_msg(timeout=timeout_s)
    except Empty:
        return None
    await asyncio.sleep(0)  # a flood must not hold the loop
    return message


def _parent(message: Message) -> str | None:
    parent: str | None = message["parent_header"].get("msg_id")
    return parent


def _is_idle(message: Message) -> bool:
    return message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
