"""An agent for any model that is served by the OpenAI chat-completions protocol: hosted, vLLM, Ollama, proxies.

The model's text is shown and never read as commands; what it wants done goes through tools, and each effect of a tool
through a poll. Endpoint and key come from the server's configuration alone.
"""
