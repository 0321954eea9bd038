"""Who reads: an access token in the header, what its role may read, and the assembly that it belongs to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from assembly.connections.api.problems import NO_TOKEN, NOT_ALLOWED, NOT_FOUND, Refused
from assembly.connections.models import AccessToken
from assembly.connections.selectors.tokens import token_with
from assembly.enums import Role
from assembly.models import Assembly
from assembly.permissions import roles_in_table, roles_with


@dataclass(slots=True)
class Reading:
    """One request to the API. The gate fills it: the moment, the token if there is one that works, the assembly."""

    now: datetime
    token: AccessToken | None = None
    assembly: Assembly | None = None

    @property
    def today(self) -> date:
        """Return the day on which it is read."""
        return timezone.localdate(self.now)


class ApiRequest(HttpRequest):
    """A request that has passed the gate."""

    reading: Reading


def assembly_of(request: ApiRequest) -> Assembly:
    """Return the assembly that the address names, which gate or token have found."""
    assembly = request.reading.assembly
    if assembly is None:
        raise Refused(NOT_FOUND)
    return assembly


def secret_sent(request: HttpRequest) -> str:
    """Return what was sent as an access token, "" for nothing."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def token_sent(request: HttpRequest, today: date) -> AccessToken | None:
    """Return the token that was sent, if it works."""
    secret = secret_sent(request)
    return token_with(secret, today) if secret else None


class TokenReader:
    """Stands where the house asks a person for permissions: a token has those of its role, and no others."""

    def __init__(self, role: str) -> None:
        self._role = role

    def has_perm(self, permission: str, assembly: Assembly) -> bool:
        """Whether the role has a permission, as the table says it."""
        return self._role in roles_with(permission, assembly)


class AccessTokenInHeader(HttpBearer):
    """Ask for a token that works, of this assembly, whose role has the permission.

    Without one nobody learns whether the assembly exists; with one of another assembly it does not.
    """

    def __init__(self, permission: str) -> None:
        super().__init__()
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Any:
        """Find what the gate has found."""
        return self.authenticate(request, "")

    def authenticate(self, request: Any, token: str) -> AccessToken:  # noqa: ARG002 (the signature is ninja's)
        """Return the token, or refuse."""
        found: AccessToken | None = request.reading.token
        if found is None:
            raise Refused(NO_TOKEN)
        if found.assembly.slug != request.resolver_match.kwargs["slug"]:
            raise Refused(NOT_FOUND)
        if not TokenReader(found.role).has_perm(self.permission, found.assembly):
            raise Refused(NOT_ALLOWED)
        request.reading.assembly = found.assembly
        return found


def reads(permission: str) -> dict[str, Any]:
    """Return what an operation says of who may read it: the row of the table that its document names too."""
    roles = [role.value for role in Role if role in roles_in_table(permission)]
    return {
        "auth": AccessTokenInHeader(permission),
        "openapi_extra": {"x-permission": permission, "x-roles": roles},
    }
