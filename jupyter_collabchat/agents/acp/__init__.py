"""Coding agents that speak the Agent Client Protocol over stdio, as members of rooms.

Each room has its own process and session of each agent. The protocol's types, and the SDK that reads them, stay in this
package; it is imported only when the server's configuration names such an agent.
"""
