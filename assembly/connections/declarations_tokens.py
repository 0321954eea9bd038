"""What access tokens hold about people: nothing; their forms say so."""

from assembly.connections.models import AccessToken
from assembly.personal_data import Declaration, declare

declare(Declaration(AccessToken, impersonal=("purpose", "digest", "last_four", "reason")))
