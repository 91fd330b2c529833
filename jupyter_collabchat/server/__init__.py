"""The Jupyter server extension: its doors (REST, sockets), who comes through them, and the composition of the rest."""
