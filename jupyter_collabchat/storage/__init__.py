"""Where rooms are kept: implementations of `room.ports.Store`, chosen by URL."""

from .open import open_store

__all__ = ["open_store"]
