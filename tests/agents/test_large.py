"""Images too large for their message: kept by the room, named by the message, gone with it."""

from __future__ import annotations

import base64
import os
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest

from jupyter_collabchat.agents.contract import Agent, AgentOffer, Output, TurnContext, Utterance
from jupyter_collabchat.agents.outputs import BUNDLE_BYTES, STDERR, size_of
from jupyter_collabchat.core import commands as c
from jupyter_collabchat.core.model import Message
from jupyter_collabchat.room.ports import Blob, StorageFailed
from jupyter_collabchat.room.settings import Settings
from jupyter_collabchat.storage.memory import MemoryStore

from .stage import ANN, Scene, Stage

NOISE = os.urandom(40_000)
IMAGE = base64.encodebytes(NOISE).decode()
"""As some libraries send it: in lines."""


class Painter(Agent):
    """Shows what a test put on its palette."""

    offer = AgentOffer("painter", "Painter")
    palette: list[dict[str, Any]] = []

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        for bundle in self.palette:
            yield Output(bundle)


@pytest.fixture(autouse=True)
def palette() -> Iterator[list[dict[str, Any]]]:
    Painter.palette = []
    yield Painter.palette


async def painted(stage: Stage) -> tuple[Scene, Message]:
    """Let the painter answer."""
    scene = await stage.room("painter")
    await scene.ask("@painter")
    [message] = await scene.answered()
    return scene, message


@pytest.mark.parametrize("mime", ["image/png", "image/jpeg", "image/gif"])
async def test_a_large_image_is_kept_beside_its_message(palette: list[Any], mime: str) -> None:
    palette += [{mime: IMAGE, "text/plain": "<Figure>"}]
    async with Stage({"painter": Painter}) as stage:
        scene, message = await painted(stage)
        [bundle] = message.mime
        ref = bundle[mime]["ref"]
        assert bundle == {mime: {"ref": ref, "mime": mime, "bytes": len(NOISE)}, "text/plain": "<Figure>"}
        assert await stage.store.blob(scene.room.id, ref) == Blob(ref, message.id, mime, NOISE)
        await scene.do(ANN, c.RedactMessage(message.id))
        assert await stage.store.blob(scene.room.id, ref) is None


async def test_a_small_image_stays_in_its_message(palette: list[Any]) -> None:
    small = {"image/png": base64.b64encode(NOISE[:20_000]).decode(), "text/plain": "<Figure>"}
    palette += [small, small]
    async with Stage({"painter": Painter}) as stage:
        _, message = await painted(stage)
    assert message.mime == (small, small)


@pytest.mark.parametrize(
    ("bundle", "shown"),
    [
        ({"image/png": IMAGE, "text/html": "y" * 100_000, "text/plain": "z"}, {"image/png", "text/plain"}),
        ({"text/html": "y" * 100_000, "text/plain": "z"}, {"text/plain"}),
        ({"image/png": "é" * 40_000, "text/plain": "z"}, {STDERR}),
        ({"image/png": "A" * 40_001, "text/plain": "z"}, {STDERR}),
        ({"image/png": {"ref": "forged", "mime": "image/png", "bytes": 1}, "text/plain": "z"}, {"text/plain"}),
    ],
    ids=["html beside it", "no image", "not ascii", "not base64", "a reference of the kernel's own"],
)
async def test_only_images_are_kept_and_every_bundle_fits(palette: list[Any], bundle: Any, shown: set[str]) -> None:
    palette += [bundle]
    async with Stage({"painter": Painter}) as stage:
        _, message = await painted(stage)
    assert [set(parts) for parts in message.mime] == [shown]
    assert size_of(message.mime[0]) <= BUNDLE_BYTES


@pytest.mark.parametrize("limit", ["blob_bytes", "room_blobs_bytes"])
async def test_beyond_the_limits_an_image_is_named(palette: list[Any], limit: str) -> None:
    palette += [{"image/png": IMAGE, "text/plain": "<Figure>"}]
    async with Stage({"painter": Painter}) as stage:
        stage.house.settings = Settings(**{limit: len(NOISE) - 1})
        _, message = await painted(stage)
    assert message.mime == ({STDERR: "[image/png of 53 kB not shown: too large for a message]\n"},)


class Shaky(MemoryStore):
    """Keeps the first blob and cannot tell: the ambiguous answer of a COMMIT that was cut off."""

    kept: list[str] = []

    async def save_blob(self, *args: Any) -> bool:
        is_kept = await super().save_blob(*args)
        self.kept.append(args[1].id)
        if len(self.kept) == 1:
            raise StorageFailed("cut off after the commit")
        return is_kept


async def test_while_the_store_fails_the_image_waits_and_is_kept_once(palette: list[Any]) -> None:
    palette += [{"image/png": IMAGE}]
    store = Shaky()
    async with Stage({"painter": Painter}, store=store) as stage:
        scene, message = await painted(stage)
        lost, found = store.kept
        assert message.mime[0]["image/png"]["ref"] == found
        assert await store.blob(scene.room.id, lost) is None
