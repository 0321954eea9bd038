"""Topics: their list and order, entering, changing and deleting one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from evidence.forms.topics import TopicForm
from evidence.models import Topic
from evidence.selectors.witnesses import topics_of
from evidence.services.topics import add_topic, change_topic, delete_topic, move_topic, uses_of
from evidence.views.evidence_base import EvidenceView


class TopicsView(EvidenceView):
    """All topics in their order."""

    permission: ClassVar[str] = "assembly.view_evidence"
    tab: ClassVar[str] = "topics"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        return self.render("evidence/topics.html", {"topics": list(topics_of(self.assembly))})


class NewTopicView(EvidenceView):
    """Enter a topic."""

    permission: ClassVar[str] = "assembly.edit_evidence"
    tab: ClassVar[str] = "topics"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.render("evidence/topic_form.html", {"form": TopicForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add it at the end."""
        form = TopicForm(request.POST)
        if form.is_valid():
            try:
                add_topic(assembly=self.assembly, actor=request.user, now=self.now, **form.cleaned_data)
            except HouseError as refused:
                form.add_error("title", str(refused))
            else:
                messages.success(request, _("The topic is added."))
                return redirect("topics", self.assembly.slug)
        return self.render("evidence/topic_form.html", {"form": form}, status=422)


class _OneTopicView(EvidenceView):
    """A page about one topic."""

    permission: ClassVar[str] = "assembly.edit_evidence"
    tab: ClassVar[str] = "topics"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the topic."""
        self.topic = get_object_or_404(
            Topic.objects.select_related("assembly"), assembly=self.assembly, pk=kwargs.pop("pk")
        )


class EditTopicView(_OneTopicView):
    """Change a topic's words."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(TopicForm(instance=self.topic))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it."""
        form = TopicForm(request.POST, instance=Topic(pk=self.topic.pk, number=self.topic.number))
        if form.is_valid():
            try:
                change_topic(topic=self.topic, actor=request.user, now=self.now, **form.cleaned_data)
            except HouseError as refused:
                form.add_error("title", str(refused))
            else:
                messages.success(request, _("Saved."))
                return redirect("topics", self.assembly.slug)
        return self.page(form, status=422)

    def page(self, form: TopicForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evidence/topic_form.html", {"form": form, "topic": self.topic}, status=status)


class MoveTopicView(_OneTopicView):
    """Move a topic up or down."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change places with its neighbour."""
        move_topic(topic=self.topic, is_up=request.POST.get("to") == "up", actor=request.user, now=self.now)
        return redirect("topics", self.assembly.slug)


class DeleteTopicView(_OneTopicView):
    """Delete a topic that nothing uses: asked once."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask, or say what uses it."""
        context = {"topic": self.topic, "uses": uses_of(self.topic)}
        return self.render("evidence/topic_delete.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Delete it."""
        try:
            delete_topic(topic=self.topic, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Deleted."))
        return redirect("topics", self.assembly.slug)
