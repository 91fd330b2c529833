"""The pages outside JupyterLab: who gets which, with which headers, and nothing of Jupyter's in them."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from tornado.httpclient import HTTPRequest, HTTPResponse

from jupyter_collabchat.server import pages
from tests.server.house import House, login


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    """A folder of what the bundler would make."""
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "app.js").write_text("export {};")
    (folder / "app.css").write_text("body {}")
    (folder / "content.5d59.js.map").write_text("{}")
    (folder / ".hidden.js").write_text("secret")
    (folder / "notes.txt").write_text("secret")
    (tmp_path / "outside.js").write_text("secret")
    monkeypatch.setattr(pages, "FOLDER", folder)
    return folder


def _config(answer) -> dict:
    found = re.search(rb'<script type="application/json" id="collabchat-config">(.*?)</script>', answer.body)
    assert found, answer.body
    return json.loads(found[1])


async def test_anybody_gets_the_page_of_a_link(house: House, jp_base_url, jp_serverapp):
    answer = await house.fetch("GET", "collabchat/join")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert _config(answer) == {"baseUrl": jp_base_url, "user": None, "labUrl": None}
    text = answer.body.decode()
    assert jp_serverapp.identity_provider.token not in text
    assert f'src="{jp_base_url}collabchat/static/app.js"' in text
    assert not answer.headers.get_list("Set-Cookie"), "looking changes nothing"
    known = await house.fetch("GET", "collabchat/join", login("alice"))
    assert _config(known) == {
        "baseUrl": jp_base_url,
        "user": {"id": "user:alice", "name": "Alice"},
        "labUrl": f"{jp_base_url}lab",
    }


async def test_my_rooms_are_for_people_with_a_login_and_guests(house, jp_base_url):
    nobody = await house.fetch("GET", "collabchat/?room=abc")
    assert nobody.status == 302
    assert nobody.headers["Location"] == f"{jp_base_url}login?next=%2Fa%2540b%2Fcollabchat%2F%3Froom%3Dabc"
    assert _config(await house.fetch("GET", "collabchat/", login("bob")))["user"]["id"] == "user:bob"
    room = await house.make()
    _, secret = await house.share(room)
    guest = await house.guest(secret)
    answer = await house.fetch("GET", "collabchat/", guest)
    assert (answer.status, _config(answer)["user"]) == (200, None)
    assert room not in answer.body.decode(), "what is in a room is for the API to say"
    assert (await house.fetch("GET", "collabchat", guest)).status in (200, 301, 302)


async def test_a_browser_that_is_logged_in_gets_what_its_commands_need(house):
    cookies = await house.cookies("alice")
    without = {"Cookie": "; ".join(part for part in cookies["Cookie"].split("; ") if not part.startswith("_xsrf"))}
    answer = await house.fetch("GET", "collabchat/join", without)
    assert any(line.startswith("_xsrf=") for line in answer.headers.get_list("Set-Cookie"))


@pytest.mark.parametrize(
    "path", ["collabchat/join", "collabchat/", "collabchat/static/app.js", "collabchat/static/no.js"]
)
async def test_headers(house, bundle, path):
    headers = (await house.fetch("GET", path, login("alice"))).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == ("no-cache" if path.endswith("app.js") else "no-store")


async def test_files_of_the_bundle_and_no_others(house, bundle):
    for name, kind in (
        ("app.js", "text/javascript"),
        ("app.css", "text/css"),
        ("content.5d59.js.map", "application/json"),
    ):
        answer = await house.fetch("GET", f"collabchat/static/{name}")
        assert answer.status == 200, name
        assert answer.headers["Content-Type"].startswith(kind)
        again = await house.fetch("GET", f"collabchat/static/{name}", {"If-None-Match": answer.headers["Etag"]})
        assert again.status == 304, "asked each time, sent once"
    for name in (
        "../outside.js",
        "..%2Foutside.js",
        "%2e%2e/outside.js",
        "..%5coutside.js",
        ".hidden.js",
        "notes.txt",
        "",
        "app.js/",
        "app.js%00.css",
        "nothing.js",
    ):
        answer = await house.fetch("GET", f"collabchat/static/{name}")
        assert answer.status in (302, 404), name
        assert b"secret" not in (answer.body if isinstance(answer.body, bytes) else b""), name


async def test_files_are_sent_compressed_to_who_takes_that(house, bundle):
    text = "export const value = 1;\n" * 1_000
    (bundle / "app.js").write_text(text)
    seen = {}
    for accepted in ("gzip", "br, GZIP;q=0.5, *", "identity", "gzip; q=0.0, br"):
        answer = await _file(house, {"Accept-Encoding": accepted})
        headers = answer.headers
        assert headers["Vary"] == "Accept-Encoding"
        assert not headers["Etag"].startswith("W/")
        seen[accepted] = (headers.get("Content-Encoding"), headers["Etag"])
        is_packed = seen[accepted][0] == "gzip"
        assert (gzip.decompress(answer.body) if is_packed else answer.body) == text.encode(), accepted
        again = await _file(house, {"Accept-Encoding": accepted, "If-None-Match": headers["Etag"]})
        assert (again.code, again.body, again.headers["Vary"]) == (304, b"", "Accept-Encoding")
    assert [encoding for encoding, _ in seen.values()] == ["gzip", "gzip", None, None]
    assert len({etag for _, etag in seen.values()}) == 2, "one of each form"
    (bundle / "app.js").write_text(text * 2)
    newer = await _file(house, {"Accept-Encoding": "gzip"})
    assert gzip.decompress(newer.body) == text.encode() * 2
    assert newer.headers["Etag"] not in {etag for _, etag in seen.values()}


async def _file(house: House, headers: dict[str, str]) -> HTTPResponse:
    """Fetch a file as it is on the wire."""
    url = f"http://{house.base}collabchat/static/app.js"
    return await house.http.fetch(HTTPRequest(url, headers=headers, decompress_response=False), raise_error=False)


async def test_a_page_that_is_not_built_says_so(house, tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "FOLDER", tmp_path / "nowhere")
    answer = await house.fetch("GET", "collabchat/static/app.js")
    assert answer.status == 404
    assert b"jlpm build" in answer.body


def test_names_cannot_leave_the_script_they_are_in():
    name = '</script><script>alert("x")</script><!-- & \u2028'
    written = pages.in_script({"name": name})
    assert not set("<>&") & set(written)
    assert written.isascii()
    assert json.loads(written) == {"name": name}


async def test_only_looking_is_possible(house, bundle):
    for path in ("collabchat/join", "collabchat/", "collabchat/static/app.js"):
        for method in ("POST", "PUT", "DELETE"):
            assert (await house.fetch(method, path, house.page, {})).status in (403, 405), (method, path)
