"""The kernels of this Jupyter server, behind the `Kernels` port: through its kernel manager, which owns them.

Owns which kernel was started for which room, and that one effect at a time uses a kernel, whichever rooms ask.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import aclosing
from typing import Any
from weakref import WeakValueDictionary

from jupyter_core.utils import ensure_async

from .contract import Target
from .execution import Connection
from .kernels import KernelFailure, KernelGone, KernelInfo, KernelOutput

SECRETS = frozenset({"COLLABCHAT_TOKEN", "JUPYTERHUB_API_TOKEN", "JUPYTER_TOKEN"})
"""Never in the environment of a kernel that a room started (RULES 20)."""

_ANSWER_S = 10.0
_START_S = 60.0


class ServerKernels:
    """The port's real implementation.

    Args:
        manager: The server's `MappingKernelManager`.
        secrets: Names of more environment variables that kernels of rooms never get.
    """

    def __init__(self, manager: Any, secrets: Collection[str] = ()) -> None:  # noqa: ANN401 - managers share no type
        self._manager = manager
        self._secrets = SECRETS.union(secrets)
        self._own: dict[str, str] = {}
        self._busy: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def running(self) -> Mapping[str, str]:
        """Return the names of all kernels by id."""
        return {kernel: self._name(kernel) for kernel in self._manager.list_kernel_ids()}

    async def find(self, kernel: str) -> KernelInfo:
        """Return what runs under this id. Raises `KernelGone`."""
        connection = self.connect(kernel)
        try:
            return KernelInfo(kernel, self._name(kernel), await connection.process(_ANSWER_S))
        finally:
            connection.close()

    def own(self, room: str) -> str | None:
        """Return the id of the room's own kernel, while it lives."""
        kernel = self._own.get(room)
        return kernel if kernel is not None and kernel in self._manager else None

    def new_name(self) -> str:
        """Return the display name of the server's default kernel."""
        name: str = self._manager.default_kernel_name
        return self._spec_name(name)

    async def start(self, room: str) -> KernelInfo:
        """Start the room's own kernel. Raises `KernelFailure`."""
        env = {key: value for key, value in os.environ.items() if key not in self._secrets}
        kernel: str = await ensure_async(self._manager.start_kernel(path="", env=env))
        self._own[room] = kernel
        connection = self.connect(kernel)
        try:
            return KernelInfo(kernel, self._name(kernel), await connection.process(_START_S))
        except KernelGone as gone:
            raise KernelFailure("A new kernel did not start.") from gone
        finally:
            connection.close()

    async def stop(self, room: str) -> None:
        """Shut the room's own kernel down, if it has one."""
        kernel = self.own(room)
        self._own.pop(room, None)
        if kernel is not None:
            await ensure_async(self._manager.shutdown_kernel(kernel, now=True))

    def lease(self, kernel: str) -> ServerKernelLease:
        """Return the right to use a kernel alone."""
        lock = self._busy.get(kernel)
        if lock is None:
            lock = self._busy[kernel] = asyncio.Lock()
        return ServerKernelLease(self, kernel, lock)

    def connect(self, kernel: str) -> Connection:
        """Return a connection to a kernel of the manager. Raises `KernelGone`."""
        if kernel not in self._manager:
            raise KernelGone("This kernel does not run any more.")
        manager = self._manager.get_kernel(kernel)
        started = _start_of(manager)

        async def is_alive() -> bool:
            same = kernel in self._manager and _start_of(manager) == started
            return same and bool(await ensure_async(manager.is_alive()))

        async def interrupt() -> None:
            if await is_alive():
                await ensure_async(self._manager.interrupt_kernel(kernel))

        return Connection(manager.get_connection_info(), is_alive, interrupt)

    def _name(self, kernel: str) -> str:
        name: str = self._manager.get_kernel(kernel).kernel_name
        return self._spec_name(name)

    def _spec_name(self, name: str) -> str:
        try:
            display: str = self._manager.kernel_spec_manager.get_kernel_spec(name).display_name
        except KeyError:  # NoSuchKernel: its specification was removed since
            return name
        return display


def _start_of(manager: Any) -> Any:  # noqa: ANN401 - provisioners name a start in their own way
    return getattr(manager.provisioner, "pid", None)


class ServerKernelLease(Target):
    """A kernel used by one effect at a time."""

    def __init__(self, kernels: ServerKernels, kernel: str, lock: asyncio.Lock) -> None:
        self._kernels = kernels
        self._kernel = kernel
        self._lock = lock
        self._connection: Connection | None = None

    async def __aenter__(self) -> ServerKernelLease:
        await self._lock.acquire()
        try:
            self._connection = self._kernels.connect(self._kernel)
            await self._connection.idle()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._lock.release()

    async def is_still(self, target: Mapping[str, Any]) -> bool:
        """Whether the kernel is the very process that `target` names."""
        try:
            return (await self._kernels.find(self._kernel)).target() == target
        except KernelGone:
            return False

    async def execute(self, code: str, limit_s: float) -> AsyncGenerator[KernelOutput, None]:
        """Run code; closing the iterator early interrupts it."""
        if self._connection is None:
            raise RuntimeError("the lease is not entered")
        async with aclosing(self._connection.execute(code, limit_s)) as outputs:
            async for output in outputs:
                yield output
