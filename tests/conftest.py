"""Fixtures for every layer: the event loop of async tests, and a real JupyterLab for those that ask for one."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tests.lab import Lab

pytest_plugins = ("pytest_jupyter.jupyter_server",)


@pytest.fixture(autouse=True)
def jp_server_cleanup() -> None:
    """Do nothing: pytest-jupyter's own makes a server app after every test. `tests/server` takes it back."""


@pytest.fixture(scope="module")
def lab_config() -> dict[str, Any]:
    """Configuration of the module's JupyterLab beyond the usual; override it in a test module."""
    return {}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, lab_config: dict[str, Any]) -> Iterator[Lab]:
    """One real JupyterLab for the module, with four people (see `tests/identity.py`)."""
    with Lab(tmp_path_factory.mktemp("lab"), lab_config) as server:
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the end of JupyterLab's log beside the failure of a test that used it."""
    report = yield
    server = getattr(item, "funcargs", {}).get("lab")
    if report.failed and isinstance(server, Lab):
        report.sections.append(("JupyterLab's log", server.log[-20_000:]))
    return report
