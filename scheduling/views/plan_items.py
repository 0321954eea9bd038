"""Pages of one agenda item: what it is, where it goes, its double, its end."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.views.workspace import AssemblyView
from scheduling.errors import InUse, PlanRefused
from scheduling.forms.plan import OTHER, PlaceForm, session_choice
from scheduling.forms.plan_items import ItemForm, initial_of
from scheduling.models import AgendaItem, Session
from scheduling.plan_words import item_place, session_day
from scheduling.selectors.clashes import told_clashes
from scheduling.selectors.plan_places import places_for
from scheduling.selectors.plan_programme import plan_of
from scheduling.selectors.sessions import rooms_of, sessions_of
from scheduling.services.plan import OVER, item_to_tray, place_item
from scheduling.services.plan_items import create_item, delete_item, duplicate_item, edit_item
from scheduling.views.plan_board import board_context, plan_address, wants_board


class ItemNewView(AssemblyView):
    """Write a new item; it lies in the tray, and its page leads on to a place."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the empty form."""
        return self._page(ItemForm(assembly=self.assembly))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the item."""
        form = ItemForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self._page(form, status=422)
        item = create_item(assembly=self.assembly, facts=form.facts(), actor=request.user, now=self.now)
        messages.success(request, _("“%(item)s” lies in the tray. Choose where it goes.") % {"item": item})
        back = _session_asked(self)
        address = redirect("item_place", self.assembly.slug, item.pk)
        if back is not None:
            address["Location"] += f"?session={back.number}"
        return address

    def _page(self, form: ItemForm, status: int = 200) -> HttpResponse:
        back = plan_address(self.assembly, _session_asked(self))
        return self.render("scheduling/item_new.html", {"form": form, "back": back}, status=status)


class OneItemView(AssemblyView):
    """The base of pages of one item of this assembly."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"
    item: AgendaItem

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the item; the handlers get what is left of the address."""
        items = AgendaItem.objects.filter(assembly=self.assembly).select_related(
            "session", "room", "assembly"
        )
        self.item = get_object_or_404(items.prefetch_related("slots__person", "after"), pk=kwargs.pop("pk"))

    def back(self) -> str:
        """Return the grid in which the item stands, or the one from which the reader came."""
        return plan_address(self.assembly, self.item.session or _session_asked(self))


class ItemView(OneItemView):
    """An item: a form for those who plan, facts for those who read."""

    permission: ClassVar[str] = "assembly.view_sessions"
    post_permission: ClassVar[str | None] = "assembly.edit_sessions"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self._page(ItemForm(assembly=self.assembly, item=self.item))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save what was changed; what somebody else changed meanwhile is shown beside it."""
        form = ItemForm(request.POST, assembly=self.assembly, item=self.item)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            edit_item(
                item=self.item,
                version=form.cleaned_data["version"] or 0,
                facts=form.facts(),
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refusal:
            return self._stale(form, refusal)
        except PlanRefused as refusal:
            form.add_error("after" if refusal.code == "circle" else None, str(refusal))
            return self._page(form, status=409)
        messages.success(request, _("“%(item)s” is saved.") % {"item": form.cleaned_data["title"]})
        return redirect(self.back())

    def _stale(self, form: ItemForm, refusal: ChangedMeanwhile) -> HttpResponse:
        """Show what was typed beside what stands now; saving again takes what was typed."""
        item = refusal.params["item"]
        if item is None:
            messages.error(self.request, _("This item was deleted meanwhile."))
            return redirect(plan_address(self.assembly, _session_asked(self)))
        now_standing = initial_of(item)
        typed = form.cleaned_data
        differences = [
            (form.fields[name].label, _shown(form, name, typed[name]), _shown(form, name, now_standing[name]))
            for name in form.fields
            if name in now_standing and name not in ("version", "after") and typed[name] != now_standing[name]
        ]
        form.data = form.data.copy()
        form.data["version"] = str(item.version)
        return self._page(form, status=409, stale=str(refusal), differences=differences)

    def _page(self, form: ItemForm, *, status: int = 200, **more: Any) -> HttpResponse:
        plan = plan_of(self.assembly)
        clashes = [each for each in told_clashes(plan) if self.item in each.items]
        context = {
            "item": self.item,
            "form": form,
            "place": item_place(self.item),
            "clashes": [each for each in clashes if not each.acceptance],
            "accepted": [each for each in clashes if each.acceptance],
            "may_change": self.can("assembly.edit_sessions")
            and not (self.item.session and self.item.session.state in OVER),
            "back": self.back(),
            **more,
        }
        return self.render("scheduling/item.html", context, status=status)


class ItemPlaceView(OneItemView):
    """Choose a room and a time. A drop in the grid posts here too, and gets the board back."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show which times are free of clashes in each room."""
        return self._page(None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Place the item."""
        session = self._session()
        if session is None:
            return self._page(None, status=422)
        form = PlaceForm(request.POST, session=session, rooms=rooms_of(session))
        if not form.is_valid():
            first = next(iter(form.errors.values()))[0]
            return self._board(session, str(first), 422) if wants_board(request) else self._page(form, 422)
        try:
            item = place_item(
                item=self.item,
                version=form.cleaned_data["version"],
                place=form.chosen,
                actor=request.user,
                now=self.now,
            )
        except (ChangedMeanwhile, PlanRefused) as refusal:
            return self._refuse(session, form, refusal)
        said = _("“%(item)s” is placed: %(place)s.") % {"item": item, "place": item_place(item)}
        if wants_board(request):
            return self.render("scheduling/plan_board.html", board_context(self.assembly, session, said=said))
        messages.success(request, said)
        return redirect(plan_address(self.assembly, session))

    def _refuse(self, session: Session, form: PlaceForm, refusal: HouseError) -> HttpResponse:
        said = str(refusal)
        item = self.item
        if isinstance(refusal, ChangedMeanwhile):
            item = refusal.params["item"]
            if item is None:
                said = _("This item was deleted meanwhile.")
            else:
                words = {"refusal": refusal, "was": form.cleaned_data["seen"], "place": item_place(item)}
                said = (
                    _("%(refusal)s You saw it here: %(was)s. Now it stands here: %(place)s.")
                    if words["was"]
                    else _("%(refusal)s Now it stands here: %(place)s.")
                ) % words
        if wants_board(self.request):
            return self._board(session, said, 409)
        if item is None:
            messages.error(self.request, said)
            return redirect(plan_address(self.assembly, session))
        self.item = item
        form.data = form.data.copy()
        form.data["version"], form.data["seen"] = str(item.version), item_place(item)
        form.add_error(None, said)
        return self._page(form, 409)

    def _board(self, session: Session, refused: str, status: int) -> HttpResponse:
        context = board_context(self.assembly, session, refused=refused)
        return self.render("scheduling/plan_board.html", context, status=status)

    def _session(self) -> Session | None:
        return _session_asked(self) or self.item.session or sessions_of(self.assembly).first()

    def _page(self, form: PlaceForm | None, status: int = 200) -> HttpResponse:
        session = self._session()
        plan = plan_of(self.assembly)
        if session is not None and form is None:
            form = PlaceForm(
                session=session,
                rooms=rooms_of(session),
                initial={
                    "version": self.item.version,
                    "seen": item_place(self.item),
                    "room": self.item.room_id,
                },
            )
        context = {
            "item": self.item,
            "form": form,
            "session": session,
            "day": session_day(session) if session else "",
            "place": item_place(self.item),
            "sessions": [
                (each, session_choice(each)) for each in plan.sessions.values() if each.state not in OVER
            ],
            "rooms": places_for(plan, self.item, session) if session else [],
            "other": OTHER,
            "chosen": form["place"].value() if form else None,
            "is_over": session is not None and session.state in OVER,
            "back": self.back(),
        }
        return self.render("scheduling/item_place.html", context, status=status)


class ItemTrayView(OneItemView):
    """Put an item back into the tray."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it out of its session."""
        session = self.item.session or _session_asked(self)
        version = request.POST.get("version", "")
        said = refused = ""
        try:
            item_to_tray(
                item=self.item,
                version=int(version) if version.isdecimal() else None,
                actor=request.user,
                now=self.now,
            )
            said = _("“%(item)s” lies in the tray.") % {"item": self.item}
        except (ChangedMeanwhile, PlanRefused) as refusal:
            refused = str(refusal)
        if wants_board(request) and session is not None:
            context = board_context(self.assembly, session, said=said, refused=refused)
            return self.render("scheduling/plan_board.html", context, status=409 if refused else 200)
        if refused:
            messages.error(request, refused)
        else:
            messages.success(request, said)
        return redirect(plan_address(self.assembly, session))


class ItemDuplicateView(OneItemView):
    """Write the same item once more."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the double and open it."""
        title = _("%(item)s (copy)") % {"item": self.item.title[:150]}
        double = duplicate_item(item=self.item, title=title, actor=request.user, now=self.now)
        messages.success(request, _("This is the copy. It lies in the tray."))
        return redirect("item", self.assembly.slug, double.pk)


class ItemDeleteView(OneItemView):
    """Delete an item that has no place."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Ask once."""
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Delete it."""
        version = request.POST.get("version", "")
        if not version.isdecimal():
            return self._page(status=422)
        try:
            delete_item(item=self.item, version=int(version), actor=request.user, now=self.now)
        except (InUse, ChangedMeanwhile) as refusal:
            return self._page(str(refusal), status=409)
        messages.success(request, _("“%(item)s” is deleted.") % {"item": self.item.title})
        return redirect(plan_address(self.assembly, _session_asked(self)))

    def _page(self, refused: str = "", status: int = 200) -> HttpResponse:
        context = {"item": self.item, "refused": refused, "back": self.back()}
        return self.render("scheduling/item_delete.html", context, status=status)


def _session_asked(view: AssemblyView) -> Session | None:
    """Return the session that the address names with `?session=`, or None."""
    number = view.request.GET.get("session", "")
    if not number.isdecimal():
        return None
    return sessions_of(view.assembly).filter(number=int(number)).first()


def _shown(form: ItemForm, name: str, value: Any) -> Any:
    """Tell a field's value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices.get(each, each)) for each in value) or _("nothing")
    return choices.get(value, value) if value not in ("", None) else _("nothing")
