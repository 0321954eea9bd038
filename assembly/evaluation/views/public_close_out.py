"""The close-out certificate for everybody: as a page and as files."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from assembly.evaluation.models import CloseOutCertificate
from assembly.evaluation.selectors.close_out import certificates_of, is_as_issued, told
from assembly.evaluation.views.certificate_files import certificate_file
from assembly.views.public_base import PublicView
from sortition.draw_pages import in_groups


class PublicCloseOutView(PublicView):
    """The certificate that stands, or with `?number=` one that was replaced."""

    here: ClassVar[str] = "close_out"
    parameters: ClassVar[tuple[str, ...]] = ("number",)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        certificates = list(certificates_of(self.assembly))
        if not certificates:
            raise Http404
        wanted = request.GET.get("number", "")
        shown = next((each for each in certificates if str(each.number) == wanted), certificates[0])
        context = {
            "certificate": shown,
            "certificates": certificates,
            "content": told(shown.content),
            "is_whole": is_as_issued(shown),
            "is_newest": shown == certificates[0],
            "hash_groups": in_groups(shown.sha256),
        }
        return self.render("evaluation/public_close_out.html", context)


class PublicCloseOutFileView(PublicView):
    """A certificate as PDF, in large print, or as JSON."""

    here: ClassVar[str] = "close_out"
    http_method_names: ClassVar = ["get", "head", "options"]
    certificate: CloseOutCertificate

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the certificate."""
        super().setup(request, *args, **kwargs)
        self.certificate = get_object_or_404(certificates_of(self.assembly), number=kwargs["number"])
        self.certificate.assembly = self.assembly

    def get(self, request: HttpRequest, slug: str, number: int, form: str) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        return certificate_file(self.certificate, form, page=self.address("public_close_out"))
