"""Real kernels for tests: of a manager as a server has it, away from the files of whoever runs the tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


@pytest.fixture(autouse=True)
def isolate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use it by importing it."""
    for name in ("RUNTIME", "DATA", "CONFIG"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / name))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))


@asynccontextmanager
async def kernels() -> AsyncIterator[AsyncMappingKernelManager]:
    """The kernel manager of a server, and no kernel left behind."""
    manager = AsyncMappingKernelManager(kernel_spec_manager=KernelSpecManager())
    try:
        yield manager
    finally:
        await manager.shutdown_all(now=True)
