"""Python types as TypeScript declarations: structs and TypedDicts become interfaces, names of types stay names.

What is read from a client (it refuses unknown fields) may lack what has a default, and say null. What is written to
clients leaves out a None, and defaults where the struct says so. Knows nothing of rooms.
"""

from __future__ import annotations

import ast
import inspect
import sys
import types
import typing
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import msgspec

from . import source, typescript
from .typescript import Property

Shape = type[Any]
"""A msgspec struct or a TypedDict."""

_PLAIN = {"str": "string", "int": "number", "float": "number", "bool": "boolean", "Any": "unknown"}
_ABSENT = "UnsetType"


@dataclass(frozen=True)
class Conventions:
    """What annotations do not tell.

    Args:
        renamed: TypeScript names that are not the Python ones; an interface is else called `I` and the class.
        named: The modules whose names of types are declared; those of others are spelled out.
        elsewhere: Names that a handwritten module declares.
        hidden: Fields of a struct that are not sent.
        always: Fields of a struct that are sent even if equal to their default.
    """

    renamed: Mapping[str, str]
    named: Collection[ModuleType]
    elsewhere: Collection[str]
    hidden: Mapping[Shape, Collection[str]]
    always: Mapping[Shape, Collection[str]]


@dataclass
class Sheet:
    """Declarations, each after those that it names."""

    conventions: Conventions
    declarations: dict[str, str] = field(default_factory=dict)

    def add(self, shape: Shape) -> str:
        """Declare a struct or TypedDict and all that it names; return what it is called."""
        name = self.conventions.renamed.get(shape.__name__, f"I{shape.__name__}")
        if name not in self.declarations:
            properties = self.properties(shape)
            self.declarations[name] = typescript.interface(name, inspect.getdoc(shape) or "", properties)
        return name

    def properties(self, shape: Shape) -> list[Property]:
        """Return what an object of this shape has."""
        return list(self._entries(shape) if typing.is_typeddict(shape) else self._fields(shape))

    def _entries(self, shape: Shape) -> Iterator[Property]:
        for name, node in source.annotated(shape).items():
            match node:
                case ast.Subscript(value=ast.Name(id="NotRequired"), slice=inner):
                    yield Property(name, typescript.union(self._parts(inner, _home(shape))), is_optional=True)
                case _:
                    yield Property(name, typescript.union(self._parts(node, _home(shape))))

    def _fields(self, shape: Shape) -> Iterator[Property]:
        config = shape.__struct_config__
        if config.tag is not None:
            yield Property(config.tag_field, f"'{config.tag}'")
        for each in msgspec.structs.fields(shape):
            if each.name not in self.conventions.hidden.get(shape, ()):
                yield self._field(shape, each)

    def _field(self, shape: Shape, info: msgspec.structs.FieldInfo) -> Property:
        config = shape.__struct_config__
        owner = next(base for base in shape.__mro__ if info.name in inspect.get_annotations(base))
        parts = self._parts(source.annotated(owner)[info.name], _home(owner))
        is_optional = not info.required and (config.forbid_unknown_fields or config.omit_defaults)
        if "null" in parts and not config.forbid_unknown_fields:
            parts.remove("null")
            is_optional = True
        is_optional &= info.name not in self.conventions.always.get(shape, ())
        doc = source.field_docs(owner).get(info.name, "")
        return Property(info.encode_name, typescript.union(parts), is_optional, doc)

    def _parts(self, node: ast.expr, module: ModuleType) -> list[str]:
        """Return the members of a union; one of anything else."""
        match node:
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return [*self._parts(left, module), *self._parts(right, module)]
            case ast.Constant(value=None):
                return ["null"]
            case ast.Name(id=name):
                return self._name(name, vars(module).get(name))
            case ast.Subscript(value=ast.Name(id=name), slice=inner):
                return self._generic(name, inner.elts if isinstance(inner, ast.Tuple) else [inner], module)
            case ast.Call(func=ast.Name(id="NewType"), args=[_, base]):
                return self._parts(base, module)
            case _:
                raise TypeError(f"{module.__name__}: no TypeScript for `{ast.unparse(node)}`")

    def _generic(self, name: str, inner: list[ast.expr], module: ModuleType) -> list[str]:
        match name:
            case "Annotated":
                return self._parts(inner[0], module)
            case "Literal":
                return [f"'{ast.literal_eval(each)}'" for each in inner]
            case "dict":
                key, value = (typescript.union(self._parts(each, module)) for each in inner)
                return [f"{{ [key: {key}]: {value} }}"]
            case "list" | "tuple":
                return [typescript.array(self._parts(inner[0], module))]
            case _:
                raise TypeError(f"{module.__name__}: no TypeScript for `{name}[...]`")

    def _name(self, name: str, meaning: Any) -> list[str]:  # noqa: ANN401 - whatever a type may be called
        if name in _PLAIN or name in self.conventions.elsewhere:
            return [_PLAIN.get(name, name)]
        if typing.is_typeddict(meaning) or (isinstance(meaning, type) and issubclass(meaning, msgspec.Struct)):
            return [self.add(meaning)]
        if isinstance(meaning, types.UnionType):
            return [self._declare(name, "", [self.add(each) for each in typing.get_args(meaning)])]
        for home in self.conventions.named:
            if name in source.names(home):
                node, doc = source.names(home)[name]
                return [self._declare(name, doc, self._parts(node, home))]
        return [] if name == _ABSENT else [_spelled_out(name, meaning)]

    def _declare(self, name: str, doc: str, members: list[str]) -> str:
        name = self.conventions.renamed.get(name, name)
        self.declarations.setdefault(name, typescript.alias(name, doc, members))
        return name


def _home(shape: Shape) -> ModuleType:
    return sys.modules[shape.__module__]


def _spelled_out(name: str, meaning: Any) -> str:  # noqa: ANN401 - whatever a type may be called
    """Return a type whose name is of no use in TypeScript: `Annotated[str, ...]` or `dict[str, Any]`."""
    plain = getattr(meaning, "__origin__", meaning)
    spelled = "{ [key: string]: unknown }" if plain is dict else _PLAIN.get(getattr(plain, "__name__", ""))
    if spelled is None:
        raise TypeError(f"no TypeScript for `{name}`")
    return spelled
