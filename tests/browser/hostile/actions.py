"""What a payload does when it works; see `corpus`. `@@` is the payload's number."""

from __future__ import annotations

COMMAND = "application:toggle-header"
GLOBALS = ("jupyterapp", "MathJax", "body", "cookie", "currentScript", "getElementById", "attributes", "collabchat")

CALL = "__xss(@@)"
AWAY = "//xss.invalid/@@"
HERE = "/user/x/xss-beacon/@@"
