"""What agents need of kernels, as a port. The real one is `server_kernels`; this module knows no kernel manager."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import Any, Literal, Protocol

import msgspec


class KernelInfo(msgspec.Struct, frozen=True):
    """A running kernel. `process` tells one start of it from the next."""

    id: str
    name: str
    process: str

    def target(self) -> dict[str, str]:
        """Return the exact target of an effect on this kernel."""
        return {"kernel": self.id, "name": self.name, "process": self.process}


OutputType = Literal["stream", "display_data", "update_display_data", "execute_result", "error", "clear_output"]


class KernelOutput(msgspec.Struct, frozen=True):
    """One output message of our own request, as the kernel protocol has it."""

    type: OutputType
    content: Mapping[str, Any]


class KernelFailure(Exception):
    """A kernel did not do what it should; the sentence is for people."""


class KernelGone(KernelFailure):
    """The kernel does not exist, or died."""


class KernelOvertime(KernelFailure):
    """The code ran for the longest allowed time and was interrupted."""


class KernelLease(Protocol):
    """A kernel used by one effect at a time. Entering waits until it is idle."""

    async def __aenter__(self) -> KernelLease: ...

    async def __aexit__(self, *exc: object) -> None: ...

    async def is_still(self, target: Mapping[str, Any]) -> bool:
        """Whether the kernel is the very process that `target` names."""
        ...

    def execute(self, code: str, limit_s: float) -> AsyncGenerator[KernelOutput, None]:
        """Run code in the entered kernel; closing the iterator early interrupts it.

        Raises:
            KernelGone: it died meanwhile.
            KernelOvertime: after `limit_s` seconds.
        """
        ...


class Kernels(Protocol):
    """The kernels of this server."""

    def running(self) -> Mapping[str, str]:
        """Return the names of all kernels by id."""
        ...

    async def find(self, kernel: str) -> KernelInfo:
        """Return what runs under this id. Raises `KernelGone`."""
        ...

    def own(self, room: str) -> str | None:
        """Return the id of the kernel that was started for this room, while it lives."""
        ...

    def new_name(self) -> str:
        """Return the name of the kernel that `start` would start."""
        ...

    async def start(self, room: str) -> KernelInfo:
        """Start the room's own kernel. Raises `KernelFailure`."""
        ...

    async def stop(self, room: str) -> None:
        """Shut the room's own kernel down, if it has one."""
        ...

    def lease(self, kernel: str) -> KernelLease:
        """Return the right to use a kernel alone; enter it."""
        ...
