"""Agents: the contract they fulfil, the host that drives them in every open room, and the built-in ones.

An agent enters a room by the same door as people, through commands of the host. Knows rooms; never the web server.
"""
