"""The front end's types are those of the server: the file is current, and it says what is really sent."""

from __future__ import annotations

from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest

from jupyter_collabchat.core import model
from jupyter_collabchat.core.ids import ParticipantId, RoomId
from jupyter_collabchat.room import projection
from tools import wire_types
from tools.wire_types.__main__ import main
from tools.wire_types.sheet import Shape, Sheet

DOCUMENT = {
    model.Message: projection.message_value,
    model.Member: projection.member_value,
    model.AgentState: projection.agent_value,
    model.Poll: projection.poll_value,
    model.Ballot: projection.ballot_value,
}
RUNNER = ParticipantId("agent:runner")


def test_the_checked_in_file_is_current() -> None:
    assert wire_types.FILE.read_text(encoding="utf-8") == wire_types.text(), "run `python -m tools.wire_types`"


def test_check_refuses_what_is_not_current_and_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "types.gen.ts"
    file.write_text("export type Yesterday = string;\n")
    with pytest.raises(SystemExit, match="types.gen.ts is out of date"):
        main(["--check"], file)
    assert "Yesterday" in file.read_text()
    main([], file)
    main(["--check"], file)


class Moody(model.Ballot, frozen=True, omit_defaults=True):
    """A ballot with a new field."""

    mood: Literal["sure", "unsure"] | None = None
    """How sure they are."""


def test_a_new_field_changes_the_file() -> None:
    before, after = wire_types.text([model.Ballot]), wire_types.text([Moody])
    assert "mood" not in before
    assert "  /** How sure they are. */\n  mood?: 'sure' | 'unsure';\n" in after


def test_a_type_without_a_counterpart_is_refused() -> None:
    class Odd(msgspec.Struct):
        """Holds what JSON has no word for."""

        when: complex

    with pytest.raises(TypeError, match="complex"):
        wire_types.text([Odd])


@pytest.mark.parametrize("kind", DOCUMENT, ids=lambda kind: kind.__name__)
def test_values_of_the_document_have_the_fields_declared(kind: Shape) -> None:
    declared = Sheet(wire_types.CONVENTIONS).properties(kind)
    least = {info.name: _some(info.type) for info in msgspec.structs.fields(kind) if info.required}
    assert set(DOCUMENT[kind](_full(kind))) == {each.name for each in declared}
    assert set(DOCUMENT[kind](kind(**least))) == {each.name for each in declared if not each.is_optional}


def test_turns_of_the_document_have_the_fields_declared() -> None:
    declared = Sheet(wire_types.CONVENTIONS).properties(projection.TurnValue)
    waiting = model.RoomState(RoomId("r"), queues={RUNNER: (_full(model.QueuedPrompt),)})
    held = model.RoomState(RoomId("r"), turns={RUNNER: _full(model.Turn)})
    assert set(projection.turn_value(held, RUNNER)) == {each.name for each in declared}
    assert set(projection.turn_value(waiting, RUNNER)) == {each.name for each in declared if not each.is_optional}


def _full(kind: type[Any]) -> Any:
    """Return a struct with something in each field that is not its default."""
    return kind(**{name: _some(hint) for name, hint in get_type_hints(kind).items()})


def _some(hint: Any) -> Any:
    """Return a value of a type."""
    first = next((each for each in get_args(hint) if each is not type(None)), None)
    match get_origin(hint):
        case None if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            return _full(hint)
        case None:
            return {str: "x", int: 1, float: 0.5, bool: True}[getattr(hint, "__supertype__", hint)]
        case origin if origin is Literal:
            return get_args(hint)[-1]
        case origin if origin in (Union, UnionType):
            return _some(first)
        case origin if origin is dict:
            return {"key": "value"}
        case origin:
            return origin([_some(first)]) if first is not Any else origin()
