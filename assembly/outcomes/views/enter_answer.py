"""A clerk enters what a body answered on paper or by phone, through the same checks as on the screen."""

from typing import Any, ClassVar

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.outcomes.answer_rules import lacking
from assembly.outcomes.forms.answer_sheets import EnterForm
from assembly.outcomes.forms.answers import promise_forms, row_to_remove, with_rows_changed
from assembly.outcomes.lacking_words import lack_words
from assembly.outcomes.models import FormalResponse, ResponseVersion
from assembly.outcomes.selectors.answer_drafts import answer_of, draft_of, promises_of, shown_revision
from assembly.outcomes.selectors.owed import responses_of
from assembly.outcomes.services.enter_answer import enter_answer, publish_signed
from assembly.outcomes.views.outcomes_base import ResponsesView


class OneResponseView(ResponsesView):
    """A page of the team about one answer."""

    permission: ClassVar[str] = "assembly.enter_responses"
    tab: ClassVar[str] = "responses"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it."""
        rows = responses_of(self.assembly).select_related("assembly")
        self.response: FormalResponse = get_object_or_404(rows, pk=kwargs.pop("pk"))

    def back(self) -> HttpResponse:
        """Go to the answer."""
        return redirect("response_owed", self.assembly.slug, self.response.pk)


class EnterAnswerView(OneResponseView):
    """Enter a sheet: a draft, and where somebody signed it, cleared under that name."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form with what stands."""
        draft = draft_of(self.response)
        if draft is not None and draft.cleared_at is not None:
            messages.info(self.request, _("It is cleared already."))
            return self.back()
        return self.page(self.form(), promise_forms(draft=draft))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it, or change the rows of promises."""
        sent = request.POST
        if "add" in sent or "remove" in sent:
            remove = row_to_remove(sent)
            data = with_rows_changed(sent, add="add" in sent, remove=remove)
            return self.page(self.form(data), promise_forms(data))
        form, rows = self.form(sent), promise_forms(sent)
        if not (form.is_valid() & rows.is_valid()):
            return self.page(form, rows, status=422)
        try:
            draft = enter_answer(
                response=self.response,
                words=form.words(),
                promises=[promise for row in rows.forms if (promise := row.promise()) is not None],
                revision=form.cleaned_data["revision"],
                way=form.cleaned_data["way"],
                signed_by=form.cleaned_data["signed_by"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refused:
            form.add_error(None, str(refused))
            return self.page(form, rows, conflict=draft_of(self.response), status=409)
        except HouseError as refused:
            for each in getattr(refused, "blockers", None) or [refused]:
                form.add_error(None, str(each))
            return self.page(form, rows, status=409)
        self.tell(draft)
        return self.back()

    def tell(self, draft: ResponseVersion) -> None:
        """Say what is to come."""
        if draft.cleared_at is not None:
            said = _("It is entered, and cleared under the name on the paper.")
        elif lacks := lacking(answer_of(draft), timezone.localdate(self.now)):
            said = _("The draft is entered. It lacks: %(lacks)s") % {
                "lacks": " ".join(lack_words(each) for each in lacks)
            }
        else:
            said = _("The draft is entered. It waits for a signature.")
        messages.success(self.request, said)

    def form(self, data: Any = None) -> EnterForm:
        """Return the form."""
        draft = draft_of(self.response)
        base = draft or self.response.versions.filter(is_interim=False).first()
        initial = {"revision": shown_revision(self.response, draft)} | ({} if draft else {"note": ""})
        return EnterForm(data, instance=base, initial=initial, response=self.response)

    def page(
        self,
        form: EnterForm,
        rows: BaseFormSet,
        *,
        conflict: ResponseVersion | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Render the form; where somebody was faster, with what they wrote beside it."""
        if status == 409:
            # Saved once more, these words replace what stands beside them now.
            form.data = form.data.copy()
            form.data["revision"] = str(shown_revision(self.response, draft_of(self.response)))
        context = {
            "form": form,
            "rows": rows,
            "response": self.response,
            "conflict": conflict,
            "conflict_promises": promises_of(conflict) if conflict else (),
        }
        return self.render("outcomes/response_enter.html", context, status=status)


class PublishEnteredView(OneResponseView):
    """Publish what somebody signed on paper, for a body that has nobody at a screen."""

    permission: ClassVar[str] = "assembly.manage_responses"
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish it."""
        try:
            publish_signed(
                response=self.response,
                is_part_enough=request.POST.get("part") == "yes",
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            for each in getattr(refused, "blockers", None) or [refused]:
                messages.error(request, str(each))
            return self.back()
        messages.success(request, _("The answer is published."))
        return self.back()
