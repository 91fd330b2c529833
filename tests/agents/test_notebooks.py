"""Notebooks of a real contents manager in a room's scope: nothing outside it, and no edit of another text."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from nbformat import v4

from jupyter_collabchat.agents.notebooks import CellChanged, NotebookFailure
from jupyter_collabchat.agents.scopes import OutOfScope, resolve
from jupyter_collabchat.agents.server_notebooks import ServerNotebooks

SECRET = "the secret outside"


def write(path: Path, *sources: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources]), path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A served folder with a room's folder, its look-alike, and a way out in every manner."""
    root = tmp_path / "root"
    write(root / "lab" / "one.ipynb", "x = 1", "y = 2")
    write(root / "lab" / "deep" / "two.ipynb", "z = 3")
    write(root / "lab" / ".hidden" / "three.ipynb", SECRET)
    write(root / "laboratory" / "four.ipynb", SECRET)
    write(root / "five.ipynb", SECRET)
    write(tmp_path / "outside" / "six.ipynb", SECRET)
    (root / "lab" / "notes.txt").write_text(SECRET)
    (root / "lab" / "out.ipynb").symlink_to(tmp_path / "outside" / "six.ipynb")
    (root / "lab" / "beside.ipynb").symlink_to(root / "five.ipynb")
    (root / "lab" / "away").symlink_to(tmp_path / "outside")
    (root / "lab" / "again").symlink_to(root / "lab")
    (root / "lab" / "same.ipynb").symlink_to(root / "lab" / "one.ipynb")
    (root / "escape").symlink_to(tmp_path / "outside")
    return root


@pytest.fixture(params=[FileContentsManager, AsyncLargeFileManager])
def notebooks(root: Path, request: pytest.FixtureRequest) -> ServerNotebooks:
    return ServerNotebooks(request.param(root_dir=str(root)))


OUTSIDE = [
    "../root/lab/one.ipynb",
    "lab/../lab/one.ipynb",
    "lab/deep/../../five.ipynb",
    "/etc/passwd",
    "//lab/one.ipynb",
    "~/one.ipynb",
    "C:\\one.ipynb",
    "lab\\one.ipynb",
    "lab/one.ipynb\0",
    "lab/\u202eone.ipynb",
    "lab/out.ipynb",
    "lab/beside.ipynb",
    "lab/away/six.ipynb",
    "lab/.hidden/three.ipynb",
    "laboratory/four.ipynb",
    "five.ipynb",
    "LAB/one.ipynb",
    "escape/six.ipynb",
]


@pytest.mark.parametrize("path", OUTSIDE)
async def test_T51_nothing_outside_the_scope_is_read_or_edited(notebooks: ServerNotebooks, path: str) -> None:
    cell = (await notebooks.read("lab", "lab/one.ipynb")).cells[0]
    with pytest.raises(NotebookFailure, match="not in the room's part"):
        await notebooks.read("lab", path)
    with pytest.raises(NotebookFailure, match="not in the room's part"):
        await notebooks.edit("lab", path, cell, "x = 666")


@pytest.mark.parametrize("path", ["lab", "lab/deep", "lab/notes.txt", "lab/gone.ipynb", "lab/one.IPYNB", "lab/one"])
async def test_T51_only_notebooks_that_exist_are_read(notebooks: ServerNotebooks, path: str) -> None:
    with pytest.raises(NotebookFailure) as failure:
        await notebooks.read("lab", path)
    assert SECRET not in str(failure.value)


@pytest.mark.parametrize("scope", ["escape", "..", "../outside", "/", "lab/away", "lab/.hidden"])
async def test_T51_a_scope_that_leads_out_shows_nothing(notebooks: ServerNotebooks, scope: str) -> None:
    with pytest.raises(NotebookFailure):
        await notebooks.list(scope)
    with pytest.raises(NotebookFailure):
        await notebooks.read(scope, "lab/one.ipynb")


async def test_the_scope_is_listed_without_what_leads_out(notebooks: ServerNotebooks) -> None:
    assert await notebooks.list("lab") == ("lab/deep/two.ipynb", "lab/one.ipynb")
    assert await notebooks.list("lab/one.ipynb") == ("lab/one.ipynb",)
    everything = ("five.ipynb", "lab/deep/two.ipynb", "lab/one.ipynb", "laboratory/four.ipynb")
    assert await notebooks.list(None) == everything


async def test_a_link_inside_the_scope_is_named_by_what_it_is(notebooks: ServerNotebooks) -> None:
    assert (await notebooks.read("lab", "lab/same.ipynb")).path == "lab/one.ipynb"


async def test_a_room_of_one_notebook_reaches_that_one(notebooks: ServerNotebooks) -> None:
    assert (await notebooks.read("lab/one.ipynb", "lab/one.ipynb")).cells[1].source == "y = 2"
    with pytest.raises(NotebookFailure):
        await notebooks.read("lab/one.ipynb", "lab/deep/two.ipynb")


async def test_a_cell_is_edited_once_and_only_as_it_was(notebooks: ServerNotebooks, root: Path) -> None:
    before = await notebooks.read("lab", "lab/one.ipynb")
    await notebooks.edit("lab", before.path, before.cells[0], "x = 10")
    with pytest.raises(CellChanged):
        await notebooks.edit("lab", before.path, before.cells[0], "x = 100")
    after = await notebooks.read("lab", "lab/one.ipynb")
    assert [cell.source for cell in after.cells] == ["x = 10", "y = 2"]
    assert before.hash != after.hash
    assert nbformat.read(root / "lab" / "one.ipynb", 4).cells[0].source == "x = 10"


async def test_cells_without_ids_and_their_outputs_are_read(notebooks: ServerNotebooks, root: Path) -> None:
    old = v4.new_notebook(cells=[v4.new_code_cell("1 / 0"), v4.new_markdown_cell("# Title")])
    old.nbformat_minor = 2
    for cell in old.cells:
        del cell["id"]
    old.cells[0].outputs = [
        v4.new_output("stream", text=["one\n", "two\n"]),
        v4.new_output("error", ename="ZeroDivisionError", evalue="division by zero", traceback=["\x1b[31mboom\x1b[0m"]),
        v4.new_output("execute_result", data={"text/plain": "3", "image/png": "aGVsbG8="}),
    ]
    nbformat.write(old, root / "lab" / "old.ipynb")
    read = await notebooks.read("lab", "lab/old.ipynb")
    assert [(cell.id, cell.kind) for cell in read.cells] == [("#0", "code"), ("#1", "markdown")]
    assert read.cells[0].outputs == "one\ntwo\nboom\n3\n"
    await notebooks.edit("lab", read.path, read.cells[1], "# Better")
    assert (await notebooks.read("lab", read.path)).cells[1].source == "# Better"


async def test_a_broken_notebook_is_a_plain_sentence(notebooks: ServerNotebooks, root: Path) -> None:
    (root / "lab" / "broken.ipynb").write_text("{")
    with pytest.raises(NotebookFailure, match="can be read"):
        await notebooks.read("lab", "lab/broken.ipynb")


def test_T51_a_link_made_after_the_look_is_seen_at_the_next(root: Path) -> None:
    assert resolve(root, "lab", "lab/deep/two.ipynb") == "lab/deep/two.ipynb"
    os.rename(root / "lab" / "deep", root / "lab" / "was")
    (root / "lab" / "deep").symlink_to(root)
    with pytest.raises(OutOfScope):
        resolve(root, "lab", "lab/deep/five.ipynb")
