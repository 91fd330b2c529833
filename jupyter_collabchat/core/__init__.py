"""The rules of a room, pure: no I/O, no clock, no chance. `SPEC.md` numbers them and the tests carry the numbers."""
