"""Fixtures of the client's tests."""

from __future__ import annotations

import itertools

import pytest

from jupyter_collabchat.client import link


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reconnect at once: `test_backoff` has the waits, here only their order matters."""
    monkeypatch.setattr(link, "delays", lambda: itertools.repeat(0.0))
