"""Connections: other programs that read this one (access tokens, the read API) or are told by it (webhooks)."""
