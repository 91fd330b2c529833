"""The Python client: its parts alone, against a scripted peer, and against a real server."""
