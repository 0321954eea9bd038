"""What connections keep."""

from assembly.connections.models.tokens import AccessToken

__all__ = ["AccessToken"]
