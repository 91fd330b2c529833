"""Running approved code in a kernel, as a message that fills while it runs; what agents that run code share.

`execute` is for the inside of a claim: it takes the code from there.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from .collector import Collector
from .contract import AgentFailure, Claim, NewMessage, Output, Status, Text, Usage, Utterance
from .kernels import KernelFailure, KernelOvertime
from .outputs import STDERR
from .runner_kernels import RunnerKernel


async def execute(
    kernel: RunnerKernel, claim: Claim, collector: Collector, limit_s: float
) -> AsyncGenerator[Utterance, None]:
    """Run the claimed code: its text live, its outputs and how long it took at the end.

    Raises:
        AgentFailure: the kernel is gone.
    """
    yield NewMessage("output")
    yield Status("executing")
    began = time.monotonic()
    failure: KernelFailure | None = None
    try:
        async with aclosing(kernel.execute(claim.arguments["code"], limit_s)) as outputs:
            async for output in outputs:
                yield Text(collector.add(output))
                if collector.over:
                    break
    except KernelFailure as gone:
        failure = gone
    yield Usage(round((time.monotonic() - began) * 1000))
    for said in _results(collector, failure):
        yield said
    if failure or collector.over or collector.error:
        claim.fail(str(failure or "") or collector.error or f"interrupted after {collector.over}")
    if failure and not isinstance(failure, KernelOvertime):
        raise AgentFailure(f"{failure} The next prompt gets a fresh one.") from failure


def _results(collector: Collector, failure: KernelFailure | None) -> list[Utterance]:
    said: list[Utterance] = [Output(bundle) for bundle in collector.bundles()]
    if collector.over:
        collector.note = f"[interrupted after {collector.over}; the rest is cut]\n"
    elif isinstance(failure, KernelOvertime):
        collector.note = f"[{failure}]\n"
    elif not said and failure is None:
        return [Text("Done, no output.\n"), Output({"text/plain": "Done, no output."})]
    return [*said, Text(collector.note), Output({STDERR: collector.note})] if collector.note else said
