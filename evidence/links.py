"""What is told beside a link that leads elsewhere."""

from urllib.parse import urlsplit


def host_of(link: str) -> str:
    """Return the site of an address, as it is shown beside a link."""
    return urlsplit(link).hostname or ""
