"""What an answer lacks, in words for whoever writes it."""

from django.utils.translation import gettext as _

from assembly.outcomes.answer_rules import Lack


def lack_words(lack: Lack) -> str:
    """Return one sentence that says what to do."""
    said = {
        "no_decision": _("Choose a decision."),
        "no_text": _("Say in plain words what you answer."),
        "no_reasons": _("Give your reasons: they are published with the answer."),
        "no_accepted_part": _("Name the part that you accept."),
        "no_by_whom": _("Say who is doing it."),
        "no_end": _("Say until when you decide."),
        "end_is_over": _("The day until which you decide is over. Name one to come."),
        "no_referred": _("Say which body decides."),
        "no_note": _("Say in a sentence what changed: it is shown beside the new version."),
        "promise_no_text": _("Say what will be done."),
        "promise_no_owner": _("Say which office sees to it."),
        "promise_no_day": _("Say by when it will be done."),
    }[lack.code]
    if lack.promise:
        return _("Commitment %(n)s: %(said)s") % {"n": lack.promise, "said": said}
    return said
