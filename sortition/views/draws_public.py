"""What anybody may see of a draw without an account, and what a volunteer sees of their own part."""

from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views import View

from assembly.page_languages import speak_language_known
from assembly.views.public_base import PublicView
from sortition.draw import own_opening
from sortition.draw_pages import in_groups
from sortition.draw_words import draw_story, fairness_sentences, own_words
from sortition.enums_draws import DrawState
from sortition.models import SelectionRun
from sortition.own_opening_links import entrant_of
from sortition.selectors.draws import are_draws_public, bundle_of, opening_of, public_draws
from sortition.selectors.registration import language_registered


class _DrawsBase(PublicView):
    """A page about draws: those of a draft are public from the moment at which it has committed to one."""

    here: ClassVar[str] = "chosen"

    def is_known(self) -> bool:
        """Whether anybody may see them."""
        return are_draws_public(self.assembly)


class PublicDrawsView(_DrawsBase):
    """All draws and all runs of an assembly: none is hidden."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the list."""
        runs = SelectionRun.objects.filter(assembly=self.assembly, is_replacement=False).order_by("number")
        return self.render(
            "sortition/public_draws.html", {"draws": public_draws(self.assembly), "runs": runs}
        )


class _DrawBase(_DrawsBase):
    """A page about one draw that was committed."""

    def load(self) -> None:
        """Find it."""
        draws = public_draws(self.assembly).select_related("file")
        self.draw = get_object_or_404(draws, number=self.kwargs["number"])


class PublicDrawView(_DrawBase):
    """One draw in plain words, its hashes and its file."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG002
        """Show the draw."""
        draw = self.draw
        context = {
            "draw": draw,
            "story": draw_story(draw),
            "fairness": fairness_sentences(draw) if draw.state == DrawState.PUBLISHED else [],
            "hash_groups": in_groups(draw.frozen_hash),
            "bundle_groups": in_groups(draw.bundle_hash),
        }
        return self.render("sortition/public_draw.html", context)


class PublicDrawFileView(_DrawBase):
    """The public file: before the result is published it ends with what was frozen."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        public = bundle_of(self.draw)
        name = f"{slug}-draw-{number}.json"
        return HttpResponse(
            public.to_bytes(),
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class OwnOpeningView(View):
    """A volunteer's own part: no account, an address from their letter."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show it, or give it as a file with `?form=json`."""
        entrant = entrant_of(token)
        if entrant is None:
            raise Http404
        speak_language_known(request, language_registered(entrant.respondent_id))
        own = own_opening(bundle_of(entrant.draw), opening_of(entrant))
        if request.GET.get("form") == "json":
            answer = HttpResponse(
                own.to_bytes(),
                content_type="application/json",
                headers={"Content-Disposition": 'attachment; filename="my-part-in-the-draw.json"'},
            )
        else:
            context = {
                "assembly": entrant.draw.assembly,
                "draw": entrant.draw,
                "own": own,
                "told": own_words(own),
                "salt_groups": in_groups(entrant.salt),
                "values": sorted(own.opening.values.items()),
                "numbers": own.panels,
            }
            answer = render(request, "sortition/own_opening.html", context)
        add_never_cache_headers(answer)
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex"
        return answer
