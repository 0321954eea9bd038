"""The spreadsheet of what a body owes: filled in far from a network, and read back with a dry run."""

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from assembly.outcomes.answer_columns import headings, how_to_fill_in
from assembly.outcomes.enums_responses import Decision
from assembly.outcomes.models import FormalResponse
from assembly.outcomes.selectors.answer_cells import cells_of
from assembly.outcomes.selectors.answer_drafts import Draft, drafts_of
from sortition.lottery.escapes import escaped

_WIDE = {"asked": 60, "text": 50, "reasons": 50, "accepted_part": 40}


def answer_workbook(responses: Sequence[FormalResponse]) -> bytes:
    """Return the workbook, with the drafts that stand filled in. All is text: nothing in it is ever reckoned."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Answers")[:31]
    names = headings()
    for place, (name, heading) in enumerate(names.items(), start=1):
        cell = sheet.cell(1, place, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE.get(name, 22)
    drafts = drafts_of(responses)
    for line, response in enumerate(responses, start=2):
        for place, value in enumerate(_row(response, drafts.get(response.pk)).values(), start=1):
            # Escaped as in all files of the house, and set as text: a formula from a draft would run where the sheet is
            # opened, or saved as CSV; and the reader takes off one apostrophe, so what began with it comes back whole.
            cell = sheet.cell(line, place, escaped(ILLEGAL_CHARACTERS_RE.sub("", value)))
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"
    help_sheet = book.create_sheet(_("How to fill it in")[:31])
    for line, words in enumerate(how_to_fill_in(), start=1):
        help_sheet.cell(line, 1, words)
    labels = [str(label) for _value, label in Decision.choices]
    for line, label in enumerate(labels, start=1):
        help_sheet.cell(line, 5, label)
    place = get_column_letter(list(names).index("decision") + 1)
    listed = DataValidation("list", formula1=f"'{help_sheet.title}'!$E$1:$E${len(labels)}", allow_blank=True)
    sheet.add_data_validation(listed)
    listed.add(f"{place}2:{place}{max(len(responses) + 1, 2)}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(response: FormalResponse, draft: Draft | None) -> dict[str, str]:
    version = response.recommendation.frozen_version
    cells = cells_of(draft.version, draft.promises) if draft else cells_of(None, ())
    return {
        "number": str(response.recommendation.report_number),
        "asked": version.text if version else "",
        "due_on": response.due_on.isoformat(),
        **cells,
        "decision": str(Decision(cells["decision"]).label) if cells["decision"] else "",
    }
