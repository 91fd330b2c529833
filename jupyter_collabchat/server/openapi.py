"""`openapi.json`: the REST side described from the types and routes the server really uses."""

from __future__ import annotations

import re
from typing import Any, get_args

import msgspec

from .. import wire
from ..core.commands import ClientCommand
from ..core.errors import HTTP_STATUS
from ..core.model import Actor
from . import outside, rest
from .door import Door, reads

_BODIES: dict[type[Door], type[msgspec.Struct]] = {
    rest.TicketHandler: wire.TicketRequest,
    rest.RoomCommandsHandler: wire.RestCommand,
    outside.CommandsHandler: wire.RestOutside,
}
_REF = "#/components/schemas/{name}"


class OpenApiHandler(Door):
    """`GET openapi.json`."""

    @reads
    async def get(self, actor: Actor) -> dict[str, Any]:
        """Answer with the description; the same for everybody."""
        return describe()


def describe() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the REST side."""
    types = [*_BODIES.values(), *get_args(ClientCommand)]
    refs, components = msgspec.json.schema_components(types, ref_template=_REF)
    bodies = dict(zip(_BODIES.values(), refs, strict=False))
    components["Error"] = {
        "type": "object",
        "required": ["code", "message"],
        "properties": {"code": {"enum": sorted(HTTP_STATUS)}, "message": {"type": "string"}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "jupyter_collabchat", "version": "1"},
        "paths": {_path(pattern): _operations(pattern, handler, bodies) for pattern, handler in rest.ROUTES},
        "components": {"schemas": components},
    }


def _path(pattern: str) -> str:
    return "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", pattern)


def _operations(
    pattern: str, handler: type[Door], bodies: dict[type[msgspec.Struct], dict[str, Any]]
) -> dict[str, Any]:
    names = re.findall(r"\(\?P<(\w+)>", pattern)
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    error = {"application/json": {"schema": {"$ref": _REF.format(name="Error")}}}
    operation: dict[str, Any] = {
        "summary": (handler.__doc__ or "").strip().splitlines()[0],
        "parameters": parameters,
        "responses": {
            "200": {"description": "The resource or the ack.", "content": {mime: {} for mime in handler.produces}},
            "default": {"description": "A refusal.", "content": error},
        },
    }
    body = _BODIES.get(handler)
    if body is None:
        return {"get": operation}
    return {"post": {**operation, "requestBody": {"content": {"application/json": {"schema": bodies[body]}}}}}
