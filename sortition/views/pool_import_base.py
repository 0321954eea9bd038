"""What the pages of an import share: the import of the address, the list of steps, downloads."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.enums import ImportState
from sortition.exports_pool import CONTENT_TYPES
from sortition.models import PoolImport
from sortition.reading.table import reading_in_words

STEPS = ("file", "columns", "values", "check")


class ImportingView(AssemblyView):
    """A page of one import."""

    permission: ClassVar[str] = "assembly.import_pool"
    stage: ClassVar[str] = "pool"
    step: ClassVar[str] = ""

    def load(self, pk: int) -> PoolImport:
        """Return the import, which must be this assembly's."""
        found = PoolImport.objects.select_related("assembly", "remembers", "created_by")
        return get_object_or_404(found, assembly=self.assembly, pk=pk)

    def is_over(self, pool_import: PoolImport) -> bool:
        """Whether the import can no longer be changed."""
        return pool_import.state in (ImportState.COMMITTED, ImportState.ABANDONED, ImportState.UNDONE)

    def show(
        self, template: str, pool_import: PoolImport, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Render one step with the list of steps."""
        base = {
            "pool_import": pool_import,
            "read_as": reading_in_words(pool_import.reading),
            "steps": steps_at(self.step),
        }
        return self.render(template, {**base, **context}, status=status)

    def over(self, pool_import: PoolImport, refused: HouseError) -> HttpResponse:
        """Tell what happened in another tab and show the import as it is."""
        messages.error(self.request, str(refused))
        return redirect("pool_import", self.assembly.slug, pool_import.pk)


def file_answer(data: bytes, file_format: str, name: str) -> HttpResponse:
    """Return a download."""
    answer = HttpResponse(data, content_type=CONTENT_TYPES[file_format])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return answer


def steps_at(current: str) -> list[tuple[str, str]]:
    """Return every step with the state of its slot."""
    at = STEPS.index(current)
    states = ["done"] * at + ["active"] + ["todo"] * (len(STEPS) - at - 1)
    return list(zip(STEPS, states, strict=True))
