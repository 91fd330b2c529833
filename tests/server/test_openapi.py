"""`openapi.json` describes the server that runs; codes are those of one registry."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, get_args

from jsonschema import Draft202012Validator

import jupyter_collabchat
from jupyter_collabchat import wire
from jupyter_collabchat.core import policy
from jupyter_collabchat.core.commands import ClientCommand
from jupyter_collabchat.core.errors import HTTP_STATUS
from jupyter_collabchat.room import greeter
from tests.server.house import login
from tests.server.routes import routes

SOURCE = Path(jupyter_collabchat.__file__).parent
CLOSE_CODES = {4400, 4401, 4403, 4404, 4408, 4409, 4413, 4429, 1009, 1011, 1012, 1013}


async def test_every_route_is_described_with_its_method(house, jp_serverapp):
    described = (await house.get("openapi.json", login("alice"))).body
    assert described["openapi"].startswith("3.1")
    import re

    really = {
        "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", pattern): handler
        for pattern, handler in routes(jp_serverapp.web_app).items()
        if not pattern.endswith("socket")
    }
    assert set(described["paths"]) | {"/openapi.json"} == set(really)
    for path, operations in described["paths"].items():
        methods = {m for m in ("get", "post", "put", "patch", "delete") if m in vars(really[path])}
        assert set(operations) == methods, path
        for operation in operations.values():
            assert operation["summary"]
            named = [p["name"] for p in operation.get("parameters", []) if p["in"] == "path"]
            assert sorted(named) == sorted(re.findall(r"{(\w+)}", path)), path


async def test_the_description_is_valid(house):
    described = (await house.get("openapi.json", login("alice"))).body
    schemas = described["components"]["schemas"]
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert name
    for ref in _refs(described):
        assert ref.startswith("#/components/schemas/")
        assert ref.removeprefix("#/components/schemas/") in schemas, ref
    assert schemas["Error"]["properties"]["code"]["enum"] == sorted(HTTP_STATUS)
    mapping = str(schemas)
    for command in get_args(ClientCommand):
        assert f"'{policy.tag_of(command)}'" in mapping


def _refs(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [ref for part in value.values() for ref in _refs(part)]
    return [ref for part in value for ref in _refs(part)] if isinstance(value, list) else []


def test_every_code_in_use_is_registered():
    used = {code for path in SOURCE.rglob("*.py") for code in _codes(path)}
    assert used - set(HTTP_STATUS) == set()
    assert len(used) > 20
    assert set(greeter._CLOSE_CODES) <= set(HTTP_STATUS)


def _codes(path: Path) -> set[str]:
    """Return the codes that a module refuses with, as literals or as the first part of a pair."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
            "Rejection",
            "BadFrame",
            "bad",
        ):
            found |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[0], ast.Constant):
            first = node.elts[0].value
            if isinstance(first, str) and "/" in first and first.partition("/")[0] in _NOUNS and first.islower():
                found.add(first)
    return found


_NOUNS = {code.partition("/")[0] for code in HTTP_STATUS}


def test_the_close_codes_are_the_protocols():
    ours = {value for name, value in vars(wire).items() if name.isupper() and isinstance(value, int) and value < 5000}
    assert {code for code in ours if code > 1000 and code not in (1024, 4096)} <= CLOSE_CODES
    assert set(greeter._CLOSE_CODES.values()) <= CLOSE_CODES
