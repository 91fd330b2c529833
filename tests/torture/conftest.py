"""Fixtures of the torture: one server in a process of its own, whatever is done to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.torture.driver import Driver, allow_many_sockets


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """The server of all tests: starting one costs seconds, and its rooms know nothing of each other."""
    allow_many_sockets()
    server = Driver(tmp_path_factory.mktemp("torture") / "server")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def driver(server: Driver) -> Iterator[Driver]:
    """The running server, with a fresh page of its log; nothing may go wrong that nobody saw."""
    if not server.is_alive:
        server.start()
    server.turn_page()
    yield server
    server.check_log()
