"""The routes that a running server really has."""

from __future__ import annotations

import re
from typing import Any

API = "/api/collabchat/"


def routes(application: Any) -> dict[str, type]:
    """Return our handlers by their patterns, which begin behind the API's base path."""
    found: dict[str, type] = {}
    for rule in _walk(application.default_router):
        regex = getattr(rule.matcher, "regex", None)
        if regex is not None and API in regex.pattern:
            found[regex.pattern.partition(API)[2].removesuffix("$")] = rule.target
    return found


def _walk(router: Any) -> Any:
    for rule in router.rules:
        yield rule
        if hasattr(rule.target, "rules"):
            yield from _walk(rule.target)


def path_of(pattern: str, **values: str) -> str:
    """Return a path that `pattern` matches."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda match: values.get(match[1], "thing-12"), pattern)
