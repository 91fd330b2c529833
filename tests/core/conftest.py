"""The core has no event loop and no fixtures; hypothesis runs short by default and long under `make torture`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("core", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("core")


@pytest.fixture(autouse=True)
def jp_asyncio_loop() -> None:
    """Make no event loop: pytest-jupyter's own makes one for every test."""
