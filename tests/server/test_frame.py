"""The identities that every server test builds on."""

from __future__ import annotations

import json

import pytest
from tornado.httpclient import HTTPClientError

from tests.identity import USER_TOKENS


@pytest.mark.parametrize(("name", "token"), USER_TOKENS.items())
async def test_each_token_is_its_person(jp_fetch, name, token):
    answer = await jp_fetch("api", "me", headers={"Authorization": f"token {token}"})
    assert json.loads(answer.body)["identity"]["username"] == name


async def test_any_other_token_is_nobody(jp_fetch, jp_serverapp):
    """Not even the server's own: JupyterLab prints it in every page."""
    own = jp_serverapp.identity_provider.token
    assert own
    for token in (own, "tok-", "no"):
        with pytest.raises(HTTPClientError) as refused:
            await jp_fetch("api", "me", headers={"Authorization": f"token {token}"})
        assert refused.value.code == 403
