"""The agent of one room: its endpoint, its tools, a conversation for each prompt. Remembers nothing between them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from functools import partial
from typing import Any

import msgspec

from ..contract import Agent, AgentFailure, AgentServices, TurnContext, Utterance
from .budget import Budget
from .config import ConfigError, OpenAIConfig, Secrets
from .consulting import AskPeople, ProposePlan
from .conversation import Conversation
from .editing import EditCell
from .endpoint import Endpoint
from .prompt import opening
from .reading import ListNotebooks, ReadNotebook
from .run_code import RunCode
from .settings import OpenAISettings
from .tool import Tool
from .toolbox import Toolbox


class OpenAIAgent(Agent):
    """Answers with a model of any server that speaks the OpenAI chat-completions protocol."""

    def __init__(self, services: AgentServices, config: OpenAIConfig, secrets: Secrets) -> None:
        super().__init__(services)
        self._config = config
        self._endpoint = Endpoint(config, secrets)
        self._tools = _tools(services, config)

    async def stop(self, *, for_good: bool) -> None:
        """Close connections, and shut the room's kernel down; while the room only sleeps, its variables stay."""
        await self._endpoint.close()
        if for_good and self.services.kernels is not None:
            await self.services.kernels.stop(self.services.room)

    async def run(self, turn: TurnContext) -> AsyncGenerator[Utterance, None]:
        """Answer one prompt."""
        settings = _read(turn.settings)
        try:
            model = self._config.model(settings.model)
        except ConfigError as error:
            raise AgentFailure(str(error)) from error
        toolbox = Toolbox(turn, self._tools, plan_mode=settings.plan_mode)
        conversation = Conversation(self._endpoint, toolbox, Budget(self._config.limits, model))
        request = self._request(model.name, settings, toolbox)
        told = partial(opening, turn, settings.context_messages, self._config)
        async with aclosing(conversation.run(request, told)) as answers:
            async for utterance in answers:
                yield utterance

    def _request(self, model: str, settings: OpenAISettings, toolbox: Toolbox) -> dict[str, Any]:
        fields = {
            "temperature": settings.temperature,
            "stream_options": {"include_usage": True},
            **self._config.parameters,
            "model": model,
            "stream": True,
            "tools": toolbox.described() or None,
        }
        return {name: value for name, value in fields.items() if value is not None}


def _tools(services: AgentServices, config: OpenAIConfig) -> list[Tool]:
    """Return what this server and its administrator allow the model to ask for."""
    tools: list[Tool] = [AskPeople(), ProposePlan()]
    if services.kernels is not None:
        tools.append(RunCode(services.kernels, services.room, config.output_limits))
    if services.notebooks is not None:
        notebooks, free = services.notebooks, config.free_tools
        tools += [ListNotebooks(notebooks, free), ReadNotebook(notebooks, free), EditCell(notebooks)]
    return [tool for tool in tools if config.tools is None or tool.name in config.tools]


def _read(settings: Mapping[str, Any]) -> OpenAISettings:
    try:
        return msgspec.convert(dict(settings), OpenAISettings)
    except msgspec.ValidationError as error:
        raise AgentFailure(f"The settings of this agent are wrong: {error}") from error
