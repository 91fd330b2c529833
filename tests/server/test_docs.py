"""`docs/protocol.md` names everything that the wire has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from jupyter_collabchat import wire
from jupyter_collabchat.core import policy
from jupyter_collabchat.core.commands import ClientCommand
from jupyter_collabchat.core.errors import HTTP_STATUS
from jupyter_collabchat.core.model import Member, Message, Poll
from jupyter_collabchat.room.document import ROOTS
from tests.server.routes import path_of, routes
from tests.server.test_openapi import CLOSE_CODES

TEXT = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text()
COMMANDS = list(dict.fromkeys([*get_args(ClientCommand), *get_args(wire.OutsideCommand)]))


@pytest.mark.parametrize("code", HTTP_STATUS)
def test_every_code_is_told_with_its_status(code):
    rows = [line for line in TEXT.splitlines() if line.startswith(f"| {HTTP_STATUS[code]} |")]
    assert any(f"`{code}`" in row for row in rows)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: policy.tag_of(command))
def test_every_command_is_told_with_its_fields(command):
    row = next(line for line in TEXT.splitlines() if re.match(rf"\| [^|]*`{policy.tag_of(command)}`", line))
    for field in msgspec.structs.fields(command):
        assert re.search(rf"\b{field.encode_name}\b", row), field.encode_name


def test_every_root_and_field_of_the_document_is_told():
    for root in (*ROOTS, "messages"):
        row = next(line for line in TEXT.splitlines() if line.startswith(f"| `{root}` | "))
        for field in {"members": Member, "messages": Message, "polls": Poll}.get(
            root, msgspec.Struct
        ).__struct_fields__:
            if field not in ("ballots", "needs_fresh", "sponsor", "resource", "grants"):
                assert re.search(rf"\b{field}\b", row), (root, field)


def test_every_close_code_is_told():
    assert {int(code) for code in re.findall(r"^\| (\d{4}) \|", TEXT, re.MULTILINE)} == CLOSE_CODES


async def test_every_route_is_told(jp_serverapp):
    for pattern in routes(jp_serverapp.web_app):
        path = path_of(pattern, room="{room}", message="{message}", blob="{id}", poll="{poll}")
        assert path in TEXT, path
