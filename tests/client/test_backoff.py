"""How long to wait before the next try."""

from __future__ import annotations

from itertools import islice

from jupyter_collabchat.client.backoff import delays


def test_the_ceiling_doubles_to_a_cap():
    assert list(islice(delays(lambda: 1.0), 7)) == [1, 2, 4, 8, 16, 30, 30]


def test_the_jitter_is_full():
    assert list(islice(delays(lambda: 0.0), 7)) == [0.0] * 7
    drawn = list(islice(delays(), 50))
    assert all(0 <= delay <= 30 for delay in drawn)
    assert len(set(drawn)) == len(drawn)
