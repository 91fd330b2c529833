"""Frames of commands before they leave."""

from __future__ import annotations

import msgspec
import pytest

from jupyter_collabchat.client.commands import checked, options_of
from jupyter_collabchat.core.errors import Rejection

POST = {"type": "post_message", "message_id": "message-1", "body": "hé 😀"}


def test_a_good_command_travels_as_it_is():
    assert msgspec.json.decode(checked("c1", POST)) == {"id": "c1", "command": POST}


@pytest.mark.parametrize("command", [{**POST, "message_id": 7}, {**POST, "message_id": "short"}, {"type": "mark_read"}])
def test_a_bad_command_stays_here(command):
    with pytest.raises(Rejection) as refused:
        checked("c1", command)
    assert refused.value.code == "frame/invalid"


def test_a_newer_servers_commands_and_fields_pass():
    assert b'"set_draft"' in checked("c1", {"type": "set_draft", "body": "x"})
    assert b'"attachments"' in checked("c1", {**POST, "attachments": []})


def test_what_the_server_would_not_read_stays_here():
    with pytest.raises(Rejection) as refused:
        checked("c1", {**POST, "body": "x" * 70_000})
    assert refused.value.code == "frame/too-large"


def test_labels_serve_as_ids():
    assert options_of(["Yes", "No"]) == [{"id": "Yes", "label": "Yes"}, {"id": "No", "label": "No"}]
    assert options_of({"y": "Yes"}) == [{"id": "y", "label": "Yes"}]
