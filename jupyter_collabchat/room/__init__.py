"""The shell around the rules: one single-writer coroutine per open room, its document, sessions and presence."""
