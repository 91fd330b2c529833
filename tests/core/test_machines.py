"""R21: roles, the turn lock and votes against models in plain Python that know no code of the core."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.core.machine import Machine
from tests.core.machine_roles import Roles
from tests.core.machine_turns import TurnLock
from tests.core.machine_votes import Votes

MACHINES = (Roles, TurnLock, Votes)
SHORT = settings(max_examples=100, stateful_step_count=30)
LONG = settings(max_examples=500, stateful_step_count=50)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_core_does_what_the_model_does(machine: type[Machine]) -> None:
    run(machine, SHORT)


@pytest.mark.torture
@pytest.mark.parametrize("machine", MACHINES)
def test_the_core_does_what_the_model_does_at_length(machine: type[Machine]) -> None:
    run(machine, LONG)


def run(machine: type[Machine], how: settings) -> None:
    case = machine.TestCase
    case.settings = how
    case("runTest").runTest()
