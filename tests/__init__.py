"""Tests by layer: core (pure), contracts, room, server, client, browser, torture, and the architecture itself."""
