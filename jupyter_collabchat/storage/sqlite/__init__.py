"""The default store: one SQLite file for all rooms, and one thread that writes and reads it."""
