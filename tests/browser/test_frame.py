"""The frame itself: the labextension loads, and people on one server are told apart."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.support import Login, Shot, wait_for_lab
from tests.lab import Lab

OUR_PLUGINS = """() => window.jupyterapp.listPlugins()
    .filter(id => id.startsWith('jupyter-collabchat:'))
    .map(id => [id, window.jupyterapp.isPluginActivated(id)])"""


def test_every_plugin_of_the_labextension_is_activated(login: Login) -> None:
    plugins = login("tok-a").evaluate(OUR_PLUGINS)
    assert plugins
    assert all(activated for _, activated in plugins), plugins


def test_two_people_have_their_own_theme(login: Login, shot: Shot) -> None:
    light, dark = login("tok-a"), login("tok-b", theme="dark", viewport=(800, 600))
    expect(light.locator("body")).to_have_attribute("data-jp-theme-light", "true")
    expect(dark.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    shot(light, "frame-light")
    shot(dark, "frame-dark")


def test_a_killed_server_comes_back_where_it_was(login: Login, lab: Lab) -> None:
    page = login("tok-c")
    lab.kill()
    lab.restart()
    page.reload()
    wait_for_lab(page)
    with lab.http("tok-c") as carol:
        assert carol.get("api/me").json()["identity"]["username"] == "carol"
