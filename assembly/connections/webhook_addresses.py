"""To which addresses the house may write: an organiser must not lead it into the network in which it stands.

Two questions, asked apart: whether an address that somebody entered has the right form (`read_address`), and whether
the machine to which its name leads at the moment of sending is a public one (`is_public`).
"""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

# What one version or another of `is_global` lets through, or what leads elsewhere than it looks.
_NEVER = tuple(
    ipaddress.ip_network(each)
    for each in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # addresses of providers' own networks
        "168.63.129.16/32",  # a public address that is the host's own inside Azure
        "192.0.0.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # among them Teredo, which holds an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4, which holds an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_UNICAST = ipaddress.ip_network("2000::/3")
"""All that was ever given out of IPv6. Addresses that hold one of IPv4 (mapped, NAT64) lie outside."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a delivery goes. path: with the query, as it stands in the request; is_plain: without encryption."""

    host: str
    port: int
    path: str
    is_plain: bool

    @property
    def host_header(self) -> str:
        """Return what stands in the header `Host`."""
        usual = 80 if self.is_plain else 443
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == usual else f"{host}:{self.port}"


class AddressNotAllowed(ValueError):  # noqa: N818 (errors are named for what happened)
    """The address has not the right form. `reason`: form, scheme, user, port, host or public."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_address(address: str, *, ports: Collection[int], plain_hosts: Collection[str]) -> Target:
    """Take an address apart.

    ports: those that may be written to; plain_hosts: names (or `name:port`) of one's own machine, to which also plain
        HTTP, any port and any address is allowed.

    Raises:
        AddressNotAllowed: it is no address that the house writes to; `reason` says why.
    """
    if not address.isascii() or not address.isprintable() or " " in address or "\\" in address:
        raise AddressNotAllowed("form")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise AddressNotAllowed("form") from error
    host = (parts.hostname or "").rstrip(".")
    is_plain = parts.scheme == "http"
    if parts.scheme not in ("https", "http"):
        raise AddressNotAllowed("scheme")
    if not host or parts.fragment or "%" in host:
        raise AddressNotAllowed("form")
    if parts.username is not None or parts.password is not None:
        raise AddressNotAllowed("user")
    port = (80 if is_plain else 443) if port is None else port
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not plain_hosts or not {host, f"{host}:{port}"} & set(plain_hosts):
        _refuse(host, port, is_plain=is_plain, ports=ports)
    return Target(host, port, path, is_plain)


def _refuse(host: str, port: int, *, is_plain: bool, ports: Collection[int]) -> None:
    """Raise where somebody's machine of their own would be allowed."""
    if is_plain:
        raise AddressNotAllowed("scheme")
    if port not in ports:
        raise AddressNotAllowed("port")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        # A name without a point is one of a network's own; a last part of digits is an address in disguise.
        last = host.rpartition(".")
        if not last[0] or not last[2][:1].isalpha():
            raise AddressNotAllowed("host") from None
    else:
        if not is_public(str(literal)):
            raise AddressNotAllowed("public")


def is_public(text: str) -> bool:
    """Whether an IP address is one of a single machine in the public network."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    if address.version == 6 and (address.scope_id or address not in _UNICAST):
        return False
    return not any(address in network for network in _NEVER if network.version == address.version)
