"""What if these people drop out: shown before it happens; changes nothing."""

from django.http import HttpRequest, HttpResponse

from assembly.views.workspace import AssemblyView
from sortition.selectors.dropouts import dropout_outlook
from sortition.selectors.panel import panel_of
from sortition.selectors.seats import counts_as_held, present_seats
from sortition.views.panel_replacements import chosen_numbers


class DropoutsView(AssemblyView):
    """Tick seats, see the balance then and who could step in."""

    permission = "assembly.view_panel"
    stage = "panel"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the seats, and the outlook for those in the address."""
        if panel_of(self.assembly) is None:
            return self.render("sortition/panel_empty.html")
        numbers = chosen_numbers(request.GET.getlist("seat"))
        seats = [seat for seat in present_seats(self.assembly) if counts_as_held(seat)]
        context = {
            "rows": [(seat, seat.number in numbers) for seat in seats],
            "outlook": dropout_outlook(self.assembly, numbers) if numbers else None,
            "shows_names": self.can("assembly.view_panel_people"),
        }
        return self.render("sortition/panel_what_if.html", context)
