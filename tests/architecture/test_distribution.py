"""What a user gets: the wheel enables both extensions by itself, the sdist needs no Node.js."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pack a wheel and an sdist with the bundle that the checkout has; building that is another matter."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", folder],
        cwd=REPOSITORY,
        env={**os.environ, "HATCH_JUPYTER_BUILDER_SKIP_NPM": "1"},
        check=True,
    )
    return folder


def test_the_wheel_enables_both_extensions(distributions: Path) -> None:
    [wheel] = distributions.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    data = next(name for name in names if ".data/" in name).split("/")[0] + "/data"
    bundle = f"{data}/share/jupyter/labextensions/jupyter-collabchat"
    assert f"{data}/etc/jupyter/jupyter_server_config.d/jupyter_collabchat.json" in names
    assert {f"{bundle}/package.json", f"{bundle}/install.json"} <= set(names)
    assert any(name.startswith(f"{bundle}/static/remoteEntry.") for name in names)
    assert any(name.startswith(f"{bundle}/schemas/") for name in names)
    assert "jupyter_collabchat/py.typed" in names


def test_the_wheel_holds_the_stand_alone_page(distributions: Path) -> None:
    [wheel] = distributions.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"jupyter_collabchat/page/app.js", "jupyter_collabchat/page/app.css"} <= set(names)
    assert any(re.fullmatch(r"jupyter_collabchat/page/content\.\w+\.js", name) for name in names)


def test_the_wheel_holds_the_package_alone(distributions: Path) -> None:
    [wheel] = distributions.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    roots = {name.split("/")[0] for name in names}
    assert {root for root in roots if not root.startswith("jupyter_collabchat-")} == {"jupyter_collabchat"}
    assert not [name for name in names if name.startswith("jupyter_collabchat/labextension")]


def test_the_sdist_holds_sources_and_bundle(distributions: Path) -> None:
    [sdist] = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"labextension/yarn.lock", "labextension/src/index.ts", "tools/labextension.py"} <= names
    assert {"jupyter_collabchat/labextension/package.json", "jupyter_collabchat/page/app.js"} <= names
    assert not [name for name in names if name.startswith(("labextension/node_modules/", "labextension/lib/"))]
