"""Agents in real rooms over a real store, with real kernels where code runs."""
