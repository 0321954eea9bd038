"""What anybody may see of a draw without an account, and what a volunteer sees of their own part."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views import View

from assembly.models import Assembly
from assembly.page_languages import speak_language_known
from sortition.draw import own_opening
from sortition.draw_pages import in_groups
from sortition.draw_words import draw_story, fairness_sentences, own_words
from sortition.enums_draws import DrawState
from sortition.models import Draw, SelectionRun
from sortition.own_opening_links import entrant_of
from sortition.selectors.draws import bundle_of, is_known_to_public, opening_of, public_draws
from sortition.selectors.registration import language_registered


def public_assembly(slug: str) -> Assembly:
    """Find an assembly that the public knows of, or answer 404."""
    assembly = get_object_or_404(Assembly, slug=slug)
    if not is_known_to_public(assembly):
        raise Http404
    return assembly


class PublicDrawsView(View):
    """All draws and all runs of an assembly: none is hidden."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the list."""
        assembly = public_assembly(slug)
        runs = SelectionRun.objects.filter(assembly=assembly, is_replacement=False).order_by("number")
        context = {"assembly": assembly, "draws": public_draws(assembly), "runs": runs}
        return render(request, "sortition/public_draws.html", context)


class PublicDrawView(View):
    """One draw in plain words, its hashes and its file."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        """Show the draw."""
        draw = public_draw(slug, number)
        context = {
            "assembly": draw.assembly,
            "draw": draw,
            "story": draw_story(draw),
            "fairness": fairness_sentences(draw) if draw.state == DrawState.PUBLISHED else [],
            "hash_groups": in_groups(draw.frozen_hash),
            "bundle_groups": in_groups(draw.bundle_hash),
        }
        return render(request, "sortition/public_draw.html", context)


class PublicDrawFileView(View):
    """The public file: before the result is published it ends with what was frozen."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        draw = public_draw(slug, number)
        public = bundle_of(draw)
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


def public_draw(slug: str, number: int) -> Draw:
    """Find a committed draw."""
    return get_object_or_404(public_draws(public_assembly(slug)).select_related("file"), number=number)
