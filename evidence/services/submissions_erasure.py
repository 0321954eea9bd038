"""Erase what people sent to the call and said about themselves; number, state and dates stay."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from assembly.models import Assembly, User
from assembly.services.erasure import erase_subjects
from evidence.enums import SubmissionState
from evidence.models import StoredFile, Submission

SUBMISSION_KIND = "submission"
"""How authors of submissions are called as subjects of personal data."""


def submission_texts(pks: Collection[int]) -> list[str]:
    """Return what authors are recognised by in free text: name and e-mail address."""
    found = Submission.objects.filter(pk__in=pks).values_list("name", "email")
    return [text for texts in found for text in texts if text]


def submissions_named(assembly: Assembly, words: str, by_name: bool) -> QuerySet[Submission]:
    """Return submissions of an assembly by words of their author's name, or by number where names may not be read."""
    found = Submission.objects.filter(call__assembly=assembly, erased_at=None)
    if not by_name:
        return found.filter(number=int(words)) if words.isdecimal() and len(words) < 6 else found.none()
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(organisation__icontains=word) | Q(email__iexact=word)
        )
    return found.order_by("number")


def submissions_not_erased(pks: Collection[int]) -> list[int]:
    """Return those whose authors are still known."""
    return list(Submission.objects.filter(pk__in=pks, erased_at=None).values_list("pk", flat=True))


@transaction.atomic
def erase_submissions(
    *, pks: Collection[int], assembly: Assembly | None, actor: User | None, now: datetime, reason: str
) -> int:
    """Erase submissions for good, with their files; return how many were known until now.

    What was taken up is an evidence item by now, which stays with its file, under the rules for evidence.
    """
    found = Submission.objects.filter(pk__in=pks, erased_at=None).select_for_update(no_key=True, of=("self",))
    if assembly is not None:
        found = found.filter(call__assembly=assembly)
    homes: dict[int, list[Submission]] = {}
    for submission in found.select_related("call"):
        homes.setdefault(submission.call.assembly_id, []).append(submission)
    for home, rows in homes.items():
        keys = [row.pk for row in rows]
        Submission.objects.filter(pk__in=keys).update(erased_at=now)
        erase_subjects(
            kind=SUBMISSION_KIND,
            pks=keys,
            assembly=Assembly.objects.get(pk=home),
            actor=actor,
            now=now,
            reason=reason,
        )
        files = [row.file_id for row in rows if row.file_id and row.state != SubmissionState.TAKEN_UP]
        _delete_files(keys, [key for key in files if key is not None])
    return sum(len(rows) for rows in homes.values())


def _delete_files(submissions: Collection[int], files: Collection[int]) -> None:
    Submission.objects.filter(pk__in=submissions, file__in=files).update(file=None)
    for stored in StoredFile.objects.filter(pk__in=files):
        # Files go after the commit, when nothing can bring the rows back.
        transaction.on_commit(partial(stored.file.storage.delete, str(stored.file.name)))
        stored.delete()
