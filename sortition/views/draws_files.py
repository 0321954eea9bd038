"""Papers and files of a draw for the team, and the screen for the hall."""

from collections.abc import Callable
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.documents.letters import LetterRefused, LetterSender
from sortition.documents.draw_letters import own_letters_pdf
from sortition.documents.draw_papers import certificate_pdf, panels_pdf, witnesses_pdf
from sortition.draw import auditor_bundle
from sortition.draw_pages import in_groups, panel_digits
from sortition.draw_terms import source_of, source_words
from sortition.enums_draws import DrawState
from sortition.models import Draw, DrawEntrant
from sortition.own_opening_links import own_token
from sortition.selectors.draws import bundle_of, openings_of
from sortition.services.draws_export import record_draw_export
from sortition.views.draws import OneDrawView
from sortition.views.panel_files import download


class DrawPaperView(OneDrawView):
    """A paper of a committed draw; `?large=1` in large print. It names no volunteer."""

    name: ClassVar[str]
    paper: ClassVar[Callable[..., bytes]]
    states: ClassVar[tuple[str, ...]] = ()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        draw = self.load_draw(*self.states)
        if not draw.frozen_hash:
            raise Http404
        page = request.build_absolute_uri(reverse("public_draw", args=[self.assembly.slug, draw.number]))
        content = self.paper(draw, page_url=page, now=self.now, is_large=request.GET.get("large") == "1")
        return download(
            content, "application/pdf", f"{self.assembly.slug}-draw-{draw.number}-{self.name}.pdf"
        )


class PanelsPdfView(DrawPaperView):
    """All numbered panels."""

    name = "panels"
    paper = staticmethod(panels_pdf)


class WitnessesPdfView(DrawPaperView):
    """The sheet for the witnesses."""

    name = "witnesses"
    paper = staticmethod(witnesses_pdf)


class CertificatePdfView(DrawPaperView):
    """The certificate of a published draw."""

    name = "certificate"
    paper = staticmethod(certificate_pdf)
    states = (DrawState.PUBLISHED,)


class AuditorFileView(OneDrawView):
    """The file by which an auditor opens every commitment: answers by id, no names."""

    permission = "assembly.audit_draw"
    needs_recent_sign_in = True
    needs_purpose = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        draw = self.load_draw()
        if not draw.frozen_hash:
            raise Http404
        audited = auditor_bundle(bundle_of(draw), openings_of(draw))
        record_draw_export(
            draw=draw,
            what="auditor",
            people=len(audited.openings),
            purpose=self.purpose,
            actor=request.user,
            now=self.now,
        )
        name = f"{self.assembly.slug}-draw-{draw.number}-auditor.json"
        return download(audited.to_bytes(), "application/json", name)


class OwnLettersView(OneDrawView):
    """A letter to each volunteer: was I in the draw, and with what chance."""

    permission = "assembly.run_draw"
    needs_recent_sign_in = True
    needs_purpose = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with one PDF; who was erased, or left no address, gets none."""
        draw = self.load_draw(DrawState.PUBLISHED)
        entrants = [
            (entrant, request.build_absolute_uri(reverse("own_opening", args=[own_token(entrant)])))
            for entrant in DrawEntrant.objects.filter(draw=draw)
            .exclude(salt="")
            .exclude(respondent__address="")
            .select_related("respondent")
            .order_by("reference")
        ]
        sender = LetterSender(self.assembly.commissioning_authority, (self.assembly.name,))
        try:
            content = own_letters_pdf(
                bundle_of(draw), entrants, sender=sender, today=timezone.localdate(self.now)
            )
        except LetterRefused as refusal:
            return self.refuse(request, refusal)
        record_draw_export(
            draw=draw,
            what="letters",
            people=len(entrants),
            purpose=self.purpose,
            actor=request.user,
            now=self.now,
        )
        return download(content, "application/pdf", f"{self.assembly.slug}-draw-{draw.number}-letters.pdf")


class DrawNightView(OneDrawView):
    """The screen for the hall: the hash, and the panel's number digit by digit."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show so many digits as are asked for; without JavaScript a link shows the next one."""
        draw = self.load_draw()
        if not draw.frozen_hash:
            raise Http404
        whole = panel_digits(draw.panel_number, draw.run.panels or 1)
        asked = request.GET.get("digits", "0")
        shown = min(int(asked), len(whole)) if asked.isdigit() and len(asked) < 3 else 0
        if draw.panel_number is None:
            shown = 0
        digits = [digit if place < shown else "" for place, digit in enumerate(whole)]
        context = {
            "draw": draw,
            "digits": digits,
            "spoken": ", ".join(digit or _("not shown yet") for digit in digits),
            "next_shown": shown + 1 if draw.panel_number is not None and shown < len(whole) else None,
            "refreshes": draw.panel_number is None,
            "now_sentence": now_sentence(draw, shown, len(whole)),
            "hash_groups": in_groups(draw.frozen_hash),
            "source": source_words(source_of(draw.source)),
        }
        return self.render("sortition/draw_night.html", context)


def now_sentence(draw: Draw, shown: int, width: int) -> str:
    """Say to the hall what is happening."""
    if draw.state == DrawState.VOIDED:
        return _("This draw is void.")
    if draw.panel_number is None:
        return (
            _("The number is being drawn.")
            if draw.state == DrawState.COMMITTED
            else _("The number is known.")
        )
    if shown < width:
        left = width - shown
        return ngettext("%(left)s digit to come", "%(left)s digits to come", left) % {"left": left}
    return _("Panel %(number)s is drawn.") % {
        "number": "".join(panel_digits(draw.panel_number, draw.run.panels or 1))
    }
