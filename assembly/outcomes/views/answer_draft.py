"""One answer: the page on which an official writes it, and what hangs on it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.outcomes.answer_rules import Promise, lacking
from assembly.outcomes.forms.answers import (
    MOST_PROMISES,
    AnswerForm,
    ManyForm,
    PeopleForm,
    TimeForm,
    promise_forms,
    row_to_remove,
    with_rows_changed,
)
from assembly.outcomes.lacking_words import lack_words
from assembly.outcomes.late_days import late_since
from assembly.outcomes.models import BallotQuestion, ResponseVersion
from assembly.outcomes.selectors.answer_drafts import answer_of, draft_of, promises_of, shown_revision
from assembly.outcomes.selectors.answers import (
    concerns_to_answer,
    others_to_answer_alike,
    sent_back_because,
    vague_in,
)
from assembly.outcomes.selectors.clearing import may_clear, waits_to_be_cleared
from assembly.outcomes.selectors.officials import officials_with_role
from assembly.outcomes.selectors.owed import countdown
from assembly.outcomes.services.answers import name_people, save_draft
from assembly.outcomes.services.answers_many import give_same_answer
from assembly.outcomes.services.more_time import ask_for_time
from assembly.outcomes.views.answer_send import AnswerSendBase
from assembly.outcomes.views.answers import AnswerBase
from evidence.enums import Way


class AnswerDraftView(AnswerSendBase):
    """Write the answer, with the recommendation beside it."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the draft, or what was published with a way to revise it."""
        self.draft = draft_of(self.response)
        return self.page(self.form(), promise_forms(draft=self.draft))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the draft; or change the rows of promises, or look at it again, without saving; or send it on."""
        sent = request.POST
        if "send" in sent:
            return self.send(sent)
        self.draft = draft_of(self.response)
        if "add" in sent or "remove" in sent or "look" in sent:
            remove = row_to_remove(sent)
            data = with_rows_changed(sent, add="add" in sent, remove=remove)
            form, rows = self.form(data), promise_forms(data)
            form.is_valid(), rows.is_valid()
            return self.page(form, rows, is_look=True)
        form, rows = self.form(sent), promise_forms(sent)
        if not (form.is_valid() & rows.is_valid()):
            return self.page(form, rows, status=422)
        try:
            draft = save_draft(
                response=self.response,
                words=form.words(),
                promises=_promises(rows),
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refused:
            form.add_error(None, str(refused))
            return self.page(form, rows, conflict=draft_of(self.response), status=409)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, rows, status=409)
        if lacking(answer_of(draft), timezone.localdate(self.now)):
            messages.success(request, _("The draft is saved. Below is what it still lacks."))
        else:
            messages.success(request, _("The draft is saved, and lacks nothing: it can be cleared."))
        return redirect("answer_draft", self.assembly.slug, self.response.pk)

    def form(self, data: Any = None) -> AnswerForm:
        """Return the form: about the draft, or about a new version of what was published last."""
        base = self.draft or self.response.versions.filter(is_interim=False).first()
        initial = {"revision": shown_revision(self.response, self.draft)} | (
            {} if self.draft else {"note": ""}
        )
        return AnswerForm(data, instance=base, initial=initial, response=self.response)

    def page(
        self,
        form: AnswerForm,
        rows: BaseFormSet,
        *,
        conflict: ResponseVersion | None = None,
        is_look: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        """Render the page."""
        draft, response = self.draft, self.response
        if status == 409:
            # Saved once more, these words replace what stands beside them now.
            form.data = form.data.copy()
            form.data["revision"] = str(shown_revision(self.response, draft_of(self.response)))
        question = (
            BallotQuestion.objects.filter(recommendation=response.recommendation)
            .exclude(outcome="")
            .select_related("rule", "ballot")
            .prefetch_related("counts__lines")
            .last()
        )
        context = {
            "response": response,
            "recommendation": response.recommendation,
            "version": response.recommendation.frozen_version,
            "countdown": countdown(response, timezone.localdate(self.now)),
            "is_late": response.is_owed and late_since(response.due_on, timezone.localdate(self.now)),
            "votes": _votes(question),
            "form": form,
            "rows": rows,
            "draft": draft,
            "is_writable": draft is None or draft.cleared_at is None,
            "published": list(response.versions.filter(published_at__isnull=False)),
            "lacks": _lacks(draft, self.now) if draft and not form.is_bound else [],
            "vague": _vague(form, rows, draft),
            "is_look": is_look,
            "conflict": conflict,
            "conflict_promises": promises_of(conflict) if conflict else (),
            "concerns": list(concerns_to_answer(response)),
            "sent_back": sent_back_because(response),
            "waits": waits_to_be_cleared(draft),
            "may_clear": draft is not None
            and response.clears
            and may_clear(response, draft, self.request.user),
            "wish": response.extensions.last(),
            "has_others": draft is not None
            and response.is_owed
            and others_to_answer_alike(response).exists(),
        }
        return self.render("outcomes/answer_draft.html", context, status=status)


def _promises(rows: BaseFormSet) -> list[Promise]:
    return [promise for row in rows.forms if (promise := row.promise()) is not None]


def _lacks(draft: ResponseVersion, now: Any) -> list[str]:
    return [lack_words(each) for each in lacking(answer_of(draft), timezone.localdate(now))]


def _vague(form: AnswerForm, rows: BaseFormSet, draft: ResponseVersion | None) -> list[tuple[int, list[str]]]:
    if form.is_bound:
        texts = [f"{form.data.get('text', '')}\n{form.data.get('reasons', '')}"]
        return vague_in([*texts, *(row.data.get(row.add_prefix("text"), "") for row in rows.forms)])
    if draft is None:
        return []
    return vague_in([f"{draft.text}\n{draft.reasons}", *(each.text for each in promises_of(draft))])


def _votes(question: BallotQuestion | None) -> dict[str, int] | None:
    """Return the counts of a vote for or against; None where there is none, or it asked something else."""
    count = question.counts.last() if question and question.kind == "yes_no" else None
    if count is None:
        return None
    lines = {line.choice: line.votes for line in count.lines.all()}
    return {
        "for": lines.get("for", 0),
        "against": lines.get("against", 0),
        "abstained": count.abstained,
        "present": count.present,
    }


class AnswerHintsView(AnswerBase):
    """What is vague in what is being typed, as a part of the page."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer with the hints alone."""
        sent = request.POST
        promised = [sent.get(f"promise-{n}-text", "") for n in range(MOST_PROMISES)]
        texts = [f"{sent.get('text', '')}\n{sent.get('reasons', '')}", *promised]
        return render(request, "outcomes/answer_vague.html", {"vague": vague_in(texts)})


class AnswerPeopleView(AnswerBase):
    """Say who drafts and who clears: the first time it tells the team that the question has arrived."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the choice."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        waited = waits_to_be_cleared(draft_of(self.response))
        try:
            name_people(response=self.response, **form.cleaned_data, actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is kept. The team sees that you have received the question."))
        if waited and not waits_to_be_cleared(draft_of(self.response)):
            messages.warning(
                request, _("Send the draft again, so that whoever clears it now gets a message.")
            )
        return redirect("answer_draft", self.assembly.slug, self.response.pk)

    def form(self, data: Any = None) -> PeopleForm:
        """Return the form."""
        initial = {"assignee": self.response.assignee_id, "approver": self.response.approver_id}
        return PeopleForm(data, initial=initial, officials=officials_with_role(self.response.body))

    def page(self, form: PeopleForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render(
            "outcomes/answer_people.html", {"form": form, "response": self.response}, status=status
        )


class AnswerTimeView(AnswerBase):
    """Ask for more time."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(TimeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        form = TimeForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            ask_for_time(
                response=self.response, **form.cleaned_data, way=Way.ONLINE, actor=request.user, now=self.now
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The team has your wish, and decides about it."))
        return redirect("answer_draft", self.assembly.slug, self.response.pk)

    def page(self, form: TimeForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render(
            "outcomes/answer_time.html", {"form": form, "response": self.response}, status=status
        )


class AnswerManyView(AnswerBase):
    """Give the same answer to other recommendations."""

    permission: ClassVar[str] = "assembly.answer_recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the choice."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the drafts."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            made = give_same_answer(
                response=self.response,
                others=list(form.cleaned_data["others"]),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        said = ngettext(
            "One more recommendation has this answer as its draft.",
            "%(n)s more recommendations have this answer as their draft.",
            len(made),
        )
        messages.success(request, said % {"n": len(made)})
        return redirect("answers_owed", self.assembly.slug)

    def form(self, data: Any = None) -> ManyForm:
        """Return the form."""
        return ManyForm(data, others=others_to_answer_alike(self.response))

    def page(self, form: ManyForm, *, status: int = 200) -> HttpResponse:
        """Render the choice."""
        return self.render(
            "outcomes/answer_many.html", {"form": form, "response": self.response}, status=status
        )
