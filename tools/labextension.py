"""Build the labextension when, and only when, one of its sources is newer than the bundle.

`hatch_jupyter_builder` watches one source folder; styles, schemas and the lock file count here too, so that
an edited checkout never ships yesterday's bundle, while an sdist (whose bundle is current) needs no Node.js.
"""

from __future__ import annotations

from hatch_jupyter_builder import npm_builder
from hatch_jupyter_builder.utils import is_stale


def build(target_name: str, version: str, *, path: str, build_cmd: str, output: str, sources: list[str]) -> None:
    """Run `build_cmd` of the npm package at `path` unless `output` is newer than every one of `sources`.

    Args:
        target_name: `wheel` or `sdist`, as hatch calls it.
        version: `standard` or `editable`, as hatch calls it.
        path: Folder of `package.json`.
        build_cmd: Script of `package.json` that writes `output`.
        output: Folder of the bundle.
        sources: Files and folders inside `path` that the bundle is made from.
    """
    if any(is_stale(output, f"{path}/{source}") for source in sources):
        npm_builder(target_name, version, path=path, build_cmd=build_cmd, npm=["jlpm"])
