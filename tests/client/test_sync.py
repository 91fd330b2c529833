"""The sync face: the same names as the async one, and they work where no loop may be waited in."""

from __future__ import annotations

import inspect

import pytest

from jupyter_collabchat.client import Room, Server, SyncRoom, SyncServer


def _public(kind: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")}


@pytest.mark.parametrize(("sync", "asynchronous"), [(SyncRoom, Room), (SyncServer, Server)])
def test_both_faces_have_the_same_names(sync, asynchronous):
    assert _public(sync) | {"id"} == (_public(asynchronous) - {"next_change"}) | {"id"}


@pytest.mark.parametrize(("sync", "asynchronous"), [(SyncRoom, Room), (SyncServer, Server)])
def test_both_faces_take_the_same_arguments(sync, asynchronous):
    for name in _public(sync) - {"id"}:
        ours, theirs = getattr(sync, name), getattr(asynchronous, name)
        if callable(ours):
            assert str(inspect.signature(ours).parameters) == str(inspect.signature(theirs).parameters), name
