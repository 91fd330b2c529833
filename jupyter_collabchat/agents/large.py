"""Images too large for their message: the room keeps the bytes, the message a reference (PROTOCOL, Document)."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from typing import Any

from jupyter_collabchat.core.ids import MessageId
from jupyter_collabchat.core.model import MimeBundle

from . import outputs
from .desk import Desk


async def admit(desk: Desk, message: MessageId, bundle: Mapping[str, Any]) -> MimeBundle:
    """Return what of a bundle goes into `message`, its large images being kept by then; empty if nothing may."""
    parts = outputs.allowed(bundle)
    for mime, image in outputs.images_of(parts).items():
        data = _bytes(image)
        ref = await desk.keep(message, mime, data) if data else None
        if ref is not None:
            parts[mime] = {"ref": ref, "mime": mime, "bytes": len(data)}
    return outputs.fitted(parts)


def _bytes(image: str) -> bytes:
    """Return the bytes of an image in base64, none if it is not."""
    try:
        return binascii.a2b_base64(image)
    except ValueError:
        return b""
