"""Downloads of a room: its decisions and its conversation, streamed, in formats that other programs open."""
