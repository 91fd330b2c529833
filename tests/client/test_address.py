"""Where a server is and who asks."""

from __future__ import annotations

import pytest

from jupyter_collabchat.client.address import address, page_of


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLLABCHAT_URL", raising=False)
    monkeypatch.delenv("COLLABCHAT_TOKEN", raising=False)


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("http://h:1", "http://h:1/api/collabchat/"),
        ("http://h:1/user/x/", "http://h:1/user/x/api/collabchat/"),
        ("https://h/user/x", "https://h/user/x/api/collabchat/"),
        ("http://h/user/x/lab?token=t", "http://h/user/x/api/collabchat/"),
        ("http://h/tree", "http://h/api/collabchat/"),
        ("http://h/user/lab/", "http://h/user/lab/api/collabchat/"),
        ("http://h/user/x/collabchat/join#secret", "http://h/user/x/api/collabchat/"),
        ("http://h/collabchat/?room=r", "http://h/api/collabchat/"),
        ("http://h/user/collabchat", "http://h/user/collabchat/api/collabchat/"),
    ],
)
def test_the_api_lies_below_the_base_url(url, api):
    assert address(url).api == api


def test_a_share_link_leads_back_to_its_server():
    assert page_of(address("http://h:1/user/x/lab")) == "http://h:1/user/x/collabchat/join"
    assert address(page_of(address("http://h:1/user/x"))) == address("http://h:1/user/x")


@pytest.mark.parametrize(("url", "sockets"), [("http://h", "ws://h/"), ("https://h", "wss://h/")])
def test_sockets_are_as_safe_as_requests(url, sockets):
    assert address(url).sockets == f"{sockets}api/collabchat/"


def test_a_given_token_comes_before_the_urls_and_that_before_the_environments(monkeypatch):
    monkeypatch.setenv("COLLABCHAT_TOKEN", "environment")
    assert address("http://h/lab?token=printed", "given").token == "given"
    assert address("http://h/lab?token=printed").token == "printed"
    assert address("http://h").token == "environment"


def test_the_environment_says_where(monkeypatch):
    monkeypatch.setenv("COLLABCHAT_URL", "http://there/base/")
    assert address().api == "http://there/base/api/collabchat/"
    assert address("http://here").api == "http://here/api/collabchat/"
    assert address().token is None


@pytest.mark.parametrize("url", [None, "", "there", "ftp://h", "http:///x"])
def test_a_url_is_needed(url):
    with pytest.raises(ValueError, match="COLLABCHAT_URL"):
        address(url)
