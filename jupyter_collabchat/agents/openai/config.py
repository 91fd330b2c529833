"""What the administrator says about models: a closed schema, and the one place where the key is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from ..collector import OutputLimits
from ..context import TOTAL_BYTES

FreeTool = Literal["list_notebooks", "read_notebook"]
ToolName = Literal["ask_people", "propose_plan", "run_code", "list_notebooks", "read_notebook", "edit_cell"]
Count = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(gt=0)]
Price = Annotated[float, Meta(ge=0)]


class ConfigError(ValueError):
    """The configuration cannot be used; the sentence names no secret."""


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model on offer, by its name at the endpoint. Prices are per million tokens, in a currency of your own."""

    name: Annotated[str, Meta(min_length=1)]
    input_price: Price = 0.0
    output_price: Price = 0.0


class TurnLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one prompt may take. `seconds`: of the model, not of people; `cost`: by the prices of the models."""

    rounds: Count = 12
    calls: Count = 24
    tokens: Count = 300_000
    seconds: Seconds = 600.0
    cost: Price | None = None


class OpenAIConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`agent_config["openai"]`.

    Attributes:
        models: On offer; the first is what rooms get that choose none.
        endpoint: Where the protocol is spoken, up to and without `/chat/completions`.
        api_key: The key, or
        api_key_env: the name of the environment variable that holds it. Neither: none is sent.
        headers: Sent with every request, treated like the key.
        name: What the agent is called in rooms.
        instructions: Said to the model before everything else.
        parameters: More fields of every request, `{"max_tokens": 4000}` for example; None leaves one out.
        tools: What the model may ask for; None: all there are. Empty for models that know no tools.
        free_tools: Reading tools that need no poll, while no guest is in the room.
        limits: What one prompt may take.
        output_limits: What one run of code may give.
        context_bytes: How much of what was said in the room the model is told at most.
        connect_s: How long a connection may take.
        silence_s: How long the endpoint may be silent.
        retries: How often a request is sent again that found the endpoint busy or unreachable.
        retry_s: The first pause before that; it doubles.
    """

    models: Annotated[tuple[Model | str, ...], Meta(min_length=1)]
    endpoint: str = "https://api.openai.com/v1"
    api_key: str = ""
    api_key_env: str = ""
    headers: dict[str, str] = {}
    name: Annotated[str, Meta(min_length=1, max_length=80)] = "OpenAI"
    instructions: str = ""
    parameters: dict[str, Any] = {}
    tools: frozenset[ToolName] | None = None
    free_tools: frozenset[FreeTool] = frozenset()
    limits: TurnLimits = TurnLimits()
    output_limits: OutputLimits = OutputLimits()
    context_bytes: Count = TOTAL_BYTES
    connect_s: Seconds = 10.0
    silence_s: Seconds = 120.0
    retries: Annotated[int, Meta(ge=0, le=10)] = 4
    retry_s: Seconds = 1.0

    def __repr__(self) -> str:
        return f"OpenAIConfig(models={self.names})"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the models on offer."""
        return tuple(model.name for model in self._models)

    @property
    def _models(self) -> tuple[Model, ...]:
        return tuple(Model(model) if isinstance(model, str) else model for model in self.models)

    def model(self, name: str) -> Model:
        """Return the model called `name`, the first for an empty one. Raises `ConfigError`."""
        for model in self._models:
            if name in (model.name, ""):
                return model
        raise ConfigError(f"This server does not offer the model {name!r}; it offers {', '.join(self.names)}.")


class Secrets:
    """The headers that let this server in. Shown to nobody: not by `repr`, not in the failures of those that use it."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = dict(headers)

    def clean(self, text: str) -> str:
        """Return one line of `text`, of bounded length, without what the endpoint echoed of the headers."""
        for value in self.headers.values():
            for secret in (value, value.removeprefix("Bearer ")):
                text = text.replace(secret, "[secret]") if secret else text
        return " ".join(text.split())[:300]


def secrets_of(config: OpenAIConfig, environ: Mapping[str, str]) -> Secrets:
    """Return what is sent with every request.

    Raises:
        ConfigError: a header cannot be sent, or the variable of the key is not set.
    """
    key = config.api_key.strip()
    if config.api_key_env:
        key = environ.get(config.api_key_env, "").strip()
        if not key:
            raise ConfigError(f"The environment variable {config.api_key_env!r}, which should hold the key, is empty.")
    headers = {**config.headers, **({"Authorization": f"Bearer {key}"} if key else {})}
    for name, value in headers.items():
        if not (name + value).isascii() or not (name + value).isprintable():
            raise ConfigError(f"The header {name!r} has characters that cannot be sent.")
    return Secrets(headers)


def endpoint_url(config: OpenAIConfig) -> str:
    """Return where requests go. Raises `ConfigError` if a secret might be in it, since addresses are logged."""
    parts = urlsplit(config.endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError("The endpoint must be an address like https://api.openai.com/v1.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigError("The endpoint may name no user and no query: keys belong into `api_key` or `headers`.")
    return f"{config.endpoint.rstrip('/')}/chat/completions"
