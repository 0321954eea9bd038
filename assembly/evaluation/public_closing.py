"""The close-out on the public site."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assembly.evaluation.models import CloseOutCertificate
from assembly.evaluation.selectors.close_out import latest_certificate
from assembly.models import Assembly
from assembly.public_site import PublicPage, Teaser, register_public_page


def has_certificate(assembly: Assembly) -> bool:
    """Whether one was issued."""
    return CloseOutCertificate.objects.filter(assembly=assembly).exists()


def close_out_teaser(assembly: Assembly, now: datetime) -> Teaser | None:  # noqa: ARG001 (the registry's signature)
    """Say on the page about the assembly when it was closed out."""
    certificate = latest_certificate(assembly)
    if certificate is None:
        return None
    return "evaluation/close_out_teaser.html", {"certificate": certificate}


register_public_page(
    PublicPage("close_out", _("Close-out"), 95, "public_close_out", has_certificate, close_out_teaser)
)
