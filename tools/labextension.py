"""Build the labextension and the stand-alone page when, and only when, one of their sources is newer than a bundle.

`hatch_jupyter_builder` watches one source folder; styles, schemas and the lock file count here too, so that
an edited checkout never ships yesterday's bundle, while an sdist (whose bundles are current) needs no Node.js.
"""

from __future__ import annotations

from hatch_jupyter_builder import npm_builder
from hatch_jupyter_builder.utils import is_stale


def build(target_name: str, version: str, *, outputs: list[str], sources: list[str], **npm: str) -> None:
    """Build unless each of `outputs` is newer than every one of `sources`.

    Args:
        target_name: `wheel` or `sdist`, as hatch calls it.
        version: `standard` or `editable`, as hatch calls it.
        outputs: Folders of the bundles, which one command makes.
        sources: Files and folders that the bundles are made from.
        npm: What `npm_builder` wants to know: folder, command and package manager.
    """
    if any(is_stale(output, source) for output in outputs for source in sources):
        npm_builder(target_name, version, **npm)
