"""Answer with a kept file: as a download that no browser runs."""

from collections.abc import Iterator

from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from evidence.models import StoredFile

LINK_SECONDS = 60


def file_answer(stored: StoredFile) -> HttpResponseBase:
    """Answer with a stored file; the caller has checked that the reader may read it."""
    return answer_with(stored.file, content_type=stored.content_type, name=stored.name)


def answer_with(file: FieldFile, *, content_type: str, name: str) -> HttpResponseBase:
    """Answer with a field's file, or lead to it where it lies in an object store: by a signed link of one minute."""
    if not isinstance(file.storage, FileSystemStorage):
        parameters = {
            "ResponseContentType": content_type,
            "ResponseContentDisposition": content_disposition_header(True, name),
        }
        return HttpResponseRedirect(file.storage.url(file.name, parameters=parameters, expire=LINK_SECONDS))
    answer = StreamingHttpResponse(_pieces(file), content_type=content_type)
    answer["Content-Length"] = str(file.size)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _pieces(file: FieldFile) -> Iterator[bytes]:
    """Yield the content; an answer that nobody reads opens nothing."""
    with file.storage.open(file.name, "rb") as source:
        yield from source.chunks()
