"""A certificate as a file, for the team and for the public."""

from django.http import Http404, HttpResponse

from assembly.evaluation.documents.close_out_certificate import certificate_pdf
from assembly.evaluation.models import CloseOutCertificate
from assembly.evaluation.selectors.close_out import canonical

FORMS = ("close_out.json", "close_out.pdf", "close_out-large.pdf")


def certificate_file(certificate: CloseOutCertificate, form: str, *, page: str) -> HttpResponse:
    """Answer with one of `FORMS`, or 404. The JSON has the very bytes that were hashed.

    page: the whole address of the public page.
    """
    if form not in FORMS:
        raise Http404
    if form.endswith(".json"):
        data, content_type = canonical(certificate.content), "application/json"
    else:
        data = certificate_pdf(certificate, page=page, is_large="large" in form)
        content_type = "application/pdf"
    stem, _dot, end = form.rpartition(".")
    name = f"{certificate.assembly.slug}-{certificate.number}-{stem}.{end}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)
