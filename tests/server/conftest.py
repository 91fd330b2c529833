"""A Jupyter server inside the test's own loop, with four people (see `tests/identity.py`)."""

from __future__ import annotations

from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from pytest_jupyter.jupyter_server import jp_server_cleanup  # noqa: F401 - switched off for the other layers
from traitlets.config import Config

from tests.server.house import House


@pytest.fixture
def server_config() -> dict[str, Any]:
    """Configuration beyond the usual, class by class; override it in a test module."""
    return {}


@pytest.fixture
def jp_server_config(server_config: dict[str, Any]) -> Config:
    """Serve the extension to named users.

    The name of the login cookie usually holds the host, and `jp_fetch` and `jp_ws_fetch` call theirs by different
    names: a fixed one lets a cookie of one serve the other.
    """
    config = Config(
        {
            "ServerApp": {
                "allow_unauthenticated_access": False,
                "identity_provider_class": "tests.identity.TokenUsersIdentityProvider",
                "jpserver_extensions": {"jupyter_collabchat": True},
            },
            "TokenUsersIdentityProvider": {"cookie_name": "collabchat-test"},
        }
    )
    config.merge(Config(server_config))
    return config


@pytest.fixture
def house(jp_serverapp: ServerApp, jp_http_port: int, jp_base_url: str, http_server: object) -> House:
    """The server as its clients see it."""
    return House(jp_http_port, jp_base_url)
