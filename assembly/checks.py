"""Checks: what must not reach a real installation, and what would fail only later."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.utils.module_loading import import_string


@register(Tags.security, deploy=True)
def demo_is_no_installation(**kwargs: Any) -> list[Error]:  # noqa: ARG001 (the signature is Django's)
    """Refuse the demonstration's settings: anybody could sign in as anybody."""
    if settings.DEMO:
        return [Error("The demonstration's settings must not be deployed.", id="assembly.E001")]
    return []


@register(Tags.security, deploy=True)
def uploads_are_out_of_reach(**kwargs: Any) -> list[Error]:  # noqa: ARG001 (the signature is Django's)
    """Refuse an upload folder inside the folder of static files, which everybody may read."""
    uploads, public = Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()
    if uploads == public or public in uploads.parents:
        hint = "Set UPLOADS_DIR to a folder that no web server serves."
        return [
            Error("Uploaded files would lie among the public static files.", hint=hint, id="assembly.E002")
        ]
    return []


@register(Tags.caches, deploy=True)
def cache_is_shared(**kwargs: Any) -> list[Error]:  # noqa: ARG001 (the signature is Django's)
    """Refuse a cache that each process has for itself: limits on sign-in attempts live in it."""
    backend = settings.CACHES["default"]["BACKEND"]
    if backend.rsplit(".", 1)[-1] in ("LocMemCache", "DummyCache"):
        return [Error(f"{backend} does not share limits on attempts among processes.", id="assembly.E003")]
    return []


@register()
def sms_gateway_is_there(**kwargs: Any) -> list[Error]:  # noqa: ARG001 (the signature is Django's)
    """Refuse a gateway of text messages that cannot be found, before somebody approves a mailing for it."""
    return _unless_found("SMS_GATEWAY", "assembly.E011")


@register()
def malware_scanner_is_there(**kwargs: Any) -> list[Error]:  # noqa: ARG001 (the signature is Django's)
    """Refuse a scanner that cannot be found, before somebody sends a file and sees a fault."""
    return _unless_found("MALWARE_SCANNER", "assembly.E012")


def _unless_found(setting: str, number: str) -> list[Error]:
    if not (name := getattr(settings, setting)):
        return []
    try:
        import_string(name)
    except ImportError as error:
        return [Error(f"{setting} cannot be imported: {error}", id=number)]
    return []


@register(Tags.security, deploy=True)
def security_contact_is_an_address(**kwargs: Any) -> list[Error]:  # noqa: ARG001 (the signature is Django's)
    """Refuse a contact that RFC 9116 does not know: readers would get a file that no programme understands."""
    contact = settings.SECURITY_CONTACT
    if contact and not contact.startswith(("mailto:", "https://", "tel:")):
        return [Error("SECURITY_CONTACT begins with mailto:, https:// or tel:.", id="assembly.E021")]
    return []


@register(Tags.security, deploy=True)
def breached_passwords_can_be_read(**kwargs: Any) -> list[Error]:  # noqa: ARG001 (the signature is Django's)
    """Refuse a file that is not there, before somebody chooses a password and sees a fault."""
    if settings.BREACHED_PASSWORDS and not Path(settings.BREACHED_PASSWORDS).is_file():
        return [Error("BREACHED_PASSWORDS names no file.", id="assembly.E022")]
    return []


@register(Tags.security, deploy=True)
def beacon_is_asked_by_https(**kwargs: Any) -> list[Error]:  # noqa: ARG001 (the signature is Django's)
    """Refuse an address on which anybody between could answer in the beacon's place."""
    if settings.BEACON_URL and not settings.BEACON_URL.startswith("https://"):
        return [Error("BEACON_URL begins with https://.", id="assembly.E023")]
    return []
