"""Where the runner runs code: a kernel named exactly enough that the room can approve it, before it is used."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from .asking import AgentFailure, Target
from .kernels import KernelFailure, KernelLease, KernelOutput, Kernels


class RunnerKernel(Target):
    """A kernel that a room chose: exactly named, before it is used."""

    name: str
    target: dict[str, str]
    resource: str

    @abstractmethod
    def execute(self, code: str, limit_s: float) -> AsyncGenerator[KernelOutput, None]:
        """Run code, once this is entered; closing the generator early interrupts it."""


class RunningKernel(RunnerKernel):
    """A kernel that runs already."""

    def __init__(self, name: str, target: dict[str, str], lease: KernelLease) -> None:
        self.name = name
        self.target = target
        self.resource = f"kernel:{target['kernel']}"
        self._lease = lease

    async def __aenter__(self) -> RunningKernel:
        await self._lease.__aenter__()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._lease.__aexit__(*exc)

    async def is_still(self, target: Mapping[str, Any]) -> bool:
        """Whether it is the same start of the same kernel."""
        return await self._lease.is_still(target)

    def execute(self, code: str, limit_s: float) -> AsyncGenerator[KernelOutput, None]:
        """Run code in it."""
        return self._lease.execute(code, limit_s)


class NewKernel(RunnerKernel):
    """The room's own kernel, which does not run yet: it is started when the room has approved its first use."""

    def __init__(self, kernels: Kernels, room: str) -> None:
        self.name = f"a new kernel ({kernels.new_name()})"
        self.target = {"kernel": "new", "name": kernels.new_name()}
        self.resource = f"kernel:new:{room}"
        self._kernels = kernels
        self._room = room

    async def __aexit__(self, *exc: object) -> None:
        return

    async def is_still(self, target: Mapping[str, Any]) -> bool:
        """Whether the room still has no kernel."""
        return self._kernels.own(self._room) is None and target == self.target

    async def execute(self, code: str, limit_s: float) -> AsyncGenerator[KernelOutput, None]:
        """Start it, and run code in it."""
        info = await self._kernels.start(self._room)
        async with self._kernels.lease(info.id) as lease, aclosing(lease.execute(code, limit_s)) as outputs:
            async for output in outputs:
                yield output


async def room_kernel(kernels: Kernels, room: str, chosen: str = "") -> RunnerKernel:
    """Return the kernel `chosen` by its id, or else the room's own: the one that runs, or the one to be started.

    Raises:
        AgentFailure: the chosen one does not run.
    """
    kernel = chosen or kernels.own(room)
    if kernel is None:
        return NewKernel(kernels, room)
    try:
        info = await kernels.find(kernel)
    except KernelFailure as failure:
        if not chosen:
            await kernels.stop(room)
            return NewKernel(kernels, room)
        raise AgentFailure(f"{failure} Choose another kernel in my settings, or start this one.") from failure
    return RunningKernel(info.name, info.target(), kernels.lease(kernel))
