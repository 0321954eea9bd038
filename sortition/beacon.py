"""Fetch a round of a public beacon; what comes back is checked like what somebody pastes."""

import json
from typing import Any
from urllib.error import URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
)

from django.utils.translation import gettext as _

from assembly.errors import HouseError
from sortition.draw import Beacon
from sortition.draw.sources import Source

SECONDS = 5
LARGEST = 10_000
"""Bytes that an answer may have; a round has some hundred."""


class BeaconSilent(HouseError):  # noqa: N818 (errors are named for what happened)
    """The beacon did not answer, or not with a round."""

    code = "beacon_silent"


class _NoRedirect(HTTPRedirectHandler):
    """A beacon that sends us elsewhere did not answer: who set the address allowed that one alone."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nowhere."""


def _opener() -> OpenerDirector:
    """Return what speaks HTTP and HTTPS, and neither reads files nor asks a proxy of the environment."""
    opener = OpenerDirector()
    for handler in (
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _NoRedirect(),
    ):
        opener.add_handler(handler)
    return opener


def fetch_round(address: str, source: Source) -> dict[str, str]:
    """Return signature and randomness of the round that a draw named, from the beacon at `address`.

    The address is the operators' own setting, `https://…`; the path below it is that of the drand network.

    Raises:
        BeaconSilent: no answer within seconds, or none that holds a round.
    """
    if not isinstance(source, Beacon):
        raise BeaconSilent(_("This draw names no beacon."))
    url = f"{address.rstrip('/')}/{source.chain}/public/{source.round}"
    try:
        with _opener().open(url, timeout=SECONDS) as answer:
            found = json.loads(answer.read(LARGEST))
        return {"signature": str(found["signature"]), "randomness": str(found["randomness"])}
    except (URLError, OSError, ValueError, KeyError, TypeError) as error:
        raise BeaconSilent(
            _("The beacon did not give the round: %(why)s. Try again, or paste it.")
            % {"why": type(error).__name__}
        ) from error
