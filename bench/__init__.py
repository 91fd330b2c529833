"""Speed and memory of a running server, beside a bare Tornado broadcast in the same run: `python -m bench`.

It measures from outside, over real sockets (see `docs/benchmarks.md`). It asserts nothing: figures are for a person.
"""
