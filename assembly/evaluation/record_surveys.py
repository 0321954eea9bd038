"""How surveys and welfare calls are told in the record; never what anybody answered, nor who answered when."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _survey_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("survey", args=[assembly.slug, number]) if isinstance(number, int) else None


def _set_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("question_set", args=[assembly.slug, number]) if isinstance(number, int) else None


register_event_kinds(
    {"question_set": _("Question sets"), "survey": _("Surveys"), "welfare": _("Welfare calls")}
)
register_object_links(
    {"surveywave": _survey_link, "questionset": _set_link}, permission="assembly.view_evaluation"
)
register_event_sentences(
    {
        "question_set.load": ngettext_lazy(
            "%(actor)s loaded the question set “%(key)s” in version %(version)s with %(questions)s question, "
            "SHA-256 %(sha256)s",
            "%(actor)s loaded the question set “%(key)s” in version %(version)s with %(questions)s questions, "
            "SHA-256 %(sha256)s",
            "questions",
        ),
        "survey.plan": _("%(actor)s planned survey %(number)s, “%(title)s”"),
        "survey.change": _("%(actor)s changed survey %(number)s, “%(title)s”"),
        "survey.open": ngettext_lazy(
            "%(actor)s opened survey %(number)s: %(asked)s member is asked",
            "%(actor)s opened survey %(number)s: %(asked)s members are asked",
            "asked",
        ),
        "survey.withdraw": _("%(actor)s gave up survey %(number)s: %(reason)s"),
        "survey.close": _(
            "%(actor)s closed survey %(number)s: %(answered)s of %(asked)s answered,"
            " and answers lead to nobody any more"
        ),
        "survey.reopen": _("%(actor)s opened survey %(number)s again: %(reason)s"),
        "survey.publish": _("%(actor)s published the results of survey %(number)s"),
        "survey.letters": ngettext_lazy(
            "%(actor)s made %(letters)s letter with a link for survey %(number)s",
            "%(actor)s made %(letters)s letters with links for survey %(number)s",
            "letters",
        ),
        "survey.papers": ngettext_lazy(
            "%(actor)s made %(papers)s paper with a code for survey %(number)s",
            "%(actor)s made %(papers)s papers with codes for survey %(number)s",
            "papers",
        ),
        "survey.code": _("%(actor)s gave somebody a code for survey %(number)s"),
        "survey.end_codes": ngettext_lazy(
            "%(actor)s made %(codes)s link or code of somebody in survey %(number)s stop working",
            "%(actor)s made %(codes)s links and codes of somebody in survey %(number)s stop working",
            "codes",
        ),
        "survey.enter": _("%(actor)s entered the answers of somebody in survey %(number)s"),
        "survey.take_back": _(
            "%(actor)s took back the answers of somebody in survey %(number)s, as they wished"
        ),
        "survey.decline": _("%(actor)s noted that somebody does not want to answer survey %(number)s"),
        "welfare.reach": _("%(actor)s noted welfare call %(number)s: reached"),
        "welfare.miss": _("%(actor)s noted welfare call %(number)s: not reached"),
        "welfare.finish": _("%(actor)s noted welfare call %(number)s: done"),
        "welfare.decline_help": _("%(actor)s noted welfare call %(number)s: wants no help"),
        "welfare.assign": _("%(actor)s said who makes welfare call %(number)s"),
        "survey.asked_erased": ngettext_lazy(
            "Who was asked in surveys was forgotten: %(rows)s row",
            "Who was asked in surveys was forgotten: %(rows)s rows",
            "rows",
        ),
        "welfare.remind": ngettext_lazy(
            "Reminded the team of %(calls)s welfare call",
            "Reminded the team of %(calls)s welfare calls",
            "calls",
        ),
    }
)
