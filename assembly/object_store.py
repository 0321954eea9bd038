"""Files in an object store instead of a folder: one setting names it, with its key."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LINK_SECONDS = 60


def storage_of(address: str) -> dict[str, Any]:
    """Return Django's storage for `s3://KEY:SECRET@host/bucket?region=…` (`s3+http://` where it is near and unlocked).

    Every link is signed and soon over; nothing is public; names are never written over.

    Raises:
        ImproperlyConfigured: a part is missing.
    """
    parts = urlsplit(address)
    bucket = parts.path.strip("/")
    if parts.scheme not in ("s3", "s3+http") or not (
        parts.hostname and bucket and parts.username and parts.password
    ):
        message = "OBJECT_STORE must be s3://KEY:SECRET@host/bucket?region=REGION"
        raise ImproperlyConfigured(message)
    host = parts.hostname + (f":{parts.port}" if parts.port else "")
    options = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "endpoint_url": f"{'http' if parts.scheme == 's3+http' else 'https'}://{host}",
        "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
        "addressing_style": "path",
        "signature_version": "s3v4",
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
        "querystring_expire": LINK_SECONDS,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
