"""Programs that are given away, so that anybody can check with a machine of their own what the product says."""

from pathlib import Path
from types import ModuleType
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.views import View


class ProgramView(View):
    """One program, as it stands in this installation."""

    program: ClassVar[ModuleType]

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Answer with the file."""
        file = Path(self.program.__file__ or "")
        return HttpResponse(
            file.read_bytes(),
            content_type="text/x-python; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
        )
