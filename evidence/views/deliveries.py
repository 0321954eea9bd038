"""Who gets a pack how, what went out, and who has not been reached."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.documents.letters import LetterRefused, LetterSender
from assembly.errors import HouseError
from assembly.forms.messages import SenderForm
from assembly.models import Person
from assembly.views.workspace import AssemblyView
from evidence.documents.delivery_list import delivery_list_pdf
from evidence.documents.pack_post import PackPost
from evidence.exports_packs import addresses_csv
from evidence.forms.packs import WishForm
from evidence.models import PackVersion, ReadingWish
from evidence.selectors.deliveries import SHOWN, Reader, reach_of, readers_of, shown_readers, way_of
from evidence.selectors.packs import latest_version
from evidence.services.deliveries import VERBS, note_deliveries, record_address_export
from evidence.services.pack_notices import people_to_tell, write_pack_notices
from evidence.services.reading import save_reading_wish
from evidence.views.packs import PackBase


class DeliveriesBase(PackBase):
    """A page about the deliveries of what members get now."""

    permission: ClassVar[str] = "assembly.view_deliveries"
    post_permission: ClassVar[str | None] = "assembly.deliver_packs"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the newest version, if there is one."""
        super().load_scope(kwargs)
        self.version = latest_version(self.pack)

    def readers(self) -> list[Reader]:
        """Return everybody whom it is for."""
        return readers_of(self.version) if self.version else []

    def back_to_list(self) -> HttpResponse:
        """Lead to the list."""
        return redirect("pack_deliveries", self.assembly.slug, self.session.number)

    def page(self, shown: str, form: SenderForm, *, status: int = 200) -> HttpResponse:
        """Render the list, with the form of what is printed to be posted."""
        readers = self.readers()
        shown = shown if shown in SHOWN else "all"
        may_deliver = self.can("assembly.deliver_packs")
        context = {
            "version": self.version,
            "reach": reach_of(readers),
            "readers": shown_readers(readers, shown),
            "shown": shown,
            "tabs": [
                ("all", _("All")),
                ("paper", _("On paper")),
                ("to_send", _("Still to send")),
                ("unreached", _("Not reached")),
            ],
            "may_deliver": may_deliver,
            "sender_form": form,
            "to_tell": len(people_to_tell(self.version, readers)) if self.version and may_deliver else 0,
        }
        return self.render("evidence/deliveries.html", context, status=status)


class DeliveriesView(DeliveriesBase):
    """The list, and what is noted of many at once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        self.note_list_reading("pack.deliveries_read")
        return self.page(request.GET.get("show", "all"), SenderForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note what happened to the copies of those who are ticked."""
        verb = request.POST.get("verb", "")
        if verb not in VERBS or self.version is None:
            raise BadRequest
        people = [int(key) for key in request.POST.getlist("people") if key.isdecimal()]
        try:
            many = note_deliveries(
                version=self.version, people=people, verb=verb, actor=request.user, now=self.now
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Noted for %(n)s people.") % {"n": many})
        answer = self.back_to_list()
        shown = request.POST.get("show", "")
        if shown in SHOWN:
            answer["Location"] += f"?show={shown}"
        return answer


class DeliveryListView(DeliveriesBase):
    """The list to print and tick: who gets it on paper, in which print."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Answer with the PDF."""
        self.note_list_reading("pack.deliveries_read")
        readers = shown_readers(self.readers(), "paper")
        data = delivery_list_pdf(self.session, self.version, readers)
        name = f"{self.assembly.slug}-pack-{self.session.number}-on-paper.pdf"
        return HttpResponse(
            data,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class PackAddressesView(DeliveriesBase):
    """The addresses of those to whom it still has to be posted: as CSV, on labels, or on letters to lie on top.

    Who took them, and what for, goes into the record.
    """

    permission: ClassVar[str] = "assembly.deliver_packs"
    needs_recent_sign_in: ClassVar[bool] = True
    needs_purpose: ClassVar[bool] = True
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        kind = request.POST.get("as", "csv")
        if kind not in ("csv", "labels", "letters"):
            raise BadRequest
        readers = shown_readers(self.readers(), "to_send")
        if self.version is None or not readers:
            messages.info(request, _("Nobody is left to whom it has to be posted."))
            return self.back_to_list()
        form = SenderForm(request.POST)
        if kind == "letters" and not form.is_valid():
            return self.page("to_send", form, status=422)
        try:
            data, people = self.file_of(kind, self.version, readers, form)
        except LetterRefused as refused:
            messages.error(request, str(refused))
            return self.back_to_list()
        record_address_export(
            version=self.version, people=people, purpose=self.purpose, actor=request.user, now=self.now
        )
        ending = "csv" if kind == "csv" else "pdf"
        content_type = "text/csv; charset=utf-8" if kind == "csv" else "application/pdf"
        answer = HttpResponse(data, content_type=content_type)
        named = "addresses" if kind == "csv" else kind
        name = f"{self.assembly.slug}-pack-{self.session.number}-{named}.{ending}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def file_of(
        self, kind: str, version: PackVersion, readers: list[Reader], form: SenderForm
    ) -> tuple[bytes, int]:
        """Return the file, and how many people are in it; the next page names those who cannot be printed.

        Raises:
            LetterRefused: nobody can be printed, or how the team is reached cannot.
        """
        if kind == "csv":
            return addresses_csv(readers), len(readers)
        post = PackPost(version)
        if kind == "labels":
            post.write_labels(readers)
        else:
            page = reverse("own_pack", args=[self.assembly.slug, self.session.number])
            lines = form.cleaned_data["sender"].splitlines()
            post.write_letters(
                readers,
                sender=LetterSender(self.assembly.commissioning_authority, tuple(lines)),
                page_url=self.request.build_absolute_uri(page),
                today=timezone.localdate(self.now),
            )
        if post.left_out:
            names = ", ".join(str(reader.person) for reader in post.left_out)
            said = _("Not in the file, because it cannot be printed: %(names)s")
            messages.warning(self.request, said % {"names": names})
        return post.pdf, len(post.printed)


class PackNoticesView(DeliveriesBase):
    """Write a draft to each who reads it on a screen; nothing is sent before somebody has reviewed it."""

    permission: ClassVar[str] = "assembly.deliver_packs"
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the messages."""
        if self.version is None:
            raise Http404
        page = reverse("own_pack", args=[self.assembly.slug, self.session.number])
        try:
            mailing = write_pack_notices(
                version=self.version,
                page_url=request.build_absolute_uri(page),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
            return self.back_to_list()
        if self.can("assembly.run_messages"):
            messages.success(request, _("The messages are written. Read some of them, then let them go."))
            return redirect("mailing", self.assembly.slug, mailing.number)
        messages.success(request, _("The messages are written. An organiser reviews and sends them."))
        return self.back_to_list()


class ReadingWishView(AssemblyView):
    """Enter how somebody wishes to read, who said it by phone, on paper or in person."""

    permission: ClassVar[str] = "assembly.deliver_packs"
    stage: ClassVar[str] = "sessions"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the member."""
        people = Person.objects.members().filter(assembly=self.assembly)
        self.person: Person = get_object_or_404(people, pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(wish_form(self.person))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the wish."""
        form = WishForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        save_reading_wish(person=self.person, actor=request.user, now=self.now, **form.cleaned_data)
        messages.success(request, _("It is kept how %(name)s reads.") % {"name": self.person})
        return redirect("packs", self.assembly.slug)

    def page(self, form: WishForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"person": self.person, "form": form}
        return self.render("evidence/reading_wish.html", context, status=status)


def wish_form(person: Person) -> WishForm:
    """Return the form as it stands for somebody, also where they never said anything."""
    way, size = way_of(person, ReadingWish.objects.filter(person=person).first())
    return WishForm(initial={"way": way, "size_of_print": size})
