"""What is printed of a version of a pack: its cover, and its papers with what they are taken from."""

from contextlib import ExitStack

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evidence.documents.pack_pdf import Cover, Paper
from evidence.enums import FormatKind
from evidence.errors import EvidenceRefused
from evidence.models import EvidenceFormat, EvidenceVersion, StoredFile, Witness
from evidence.selectors.packs import Issued, IssuedEntry
from scheduling.models import Session

MOST_BYTES = 200 * 1024 * 1024
"""Of all files together: more is no pack that anybody can carry, and a worker's memory is not endless."""


def cover_of(content: Issued, *, page_url: str) -> Cover:
    """Return what stands on the first pages of a version."""
    version = content.version
    pack = version.pack
    day = date_format(localtime(version.issued_at), "j F Y")
    return Cover(
        assembly=pack.assembly.name,
        authority=pack.assembly.commissioning_authority,
        title=content.title,
        intro=content.intro,
        lines=session_lines(pack.session),
        issued=_("Version %(number)s, issued on %(day)s.") % {"number": version.number, "day": day},
        note=version.note,
        page_url=page_url,
    )


def session_lines(session: Session) -> tuple[str, ...]:
    """Return session, day and venue, a line each."""
    begins, ends = (moment.astimezone(session.zone) for moment in (session.starts_at, session.ends_at))
    when = _("%(day)s, %(begins)s to %(ends)s") % {
        "day": date_format(begins, "l j F Y"),
        "begins": date_format(begins, "H:i"),
        "ends": date_format(ends, "H:i"),
    }
    venue = session.venue
    place = ", ".join(filter(None, (venue.name, *venue.address.splitlines()))) if venue else ""
    which = _("%(session)s: %(title)s") % {"session": session, "title": session.title}
    return tuple(filter(None, (which, when, place)))


def papers_of(content: Issued, *, is_large: bool, opened: ExitStack) -> list[Paper]:
    """Return the papers; their files are open as long as `opened` is.

    Raises:
        EvidenceRefused: the files are larger than `MOST_BYTES` together.
    """
    large = _in_large_print(content) if is_large else {}
    sources = [_source(entry, large.get(entry.version.pk), is_large=is_large) for entry in content.entries]
    if sum(file.size for _text, file, _remark in sources if file) > MOST_BYTES:
        raise EvidenceRefused(
            _("The files of this pack are larger than 200 MB together. Print the summary of some alone."),
            code="too_large",
        )
    papers = []
    for entry, (text, file, remark) in zip(content.entries, sources, strict=True):
        version = entry.version
        papers.append(
            Paper(
                title=version.title,
                summary=version.summary,
                facts=facts_of(version),
                text=text,
                remark=remark,
                file=opened.enter_context(file.file.storage.open(str(file.file.name), "rb"))
                if file
                else None,
            )
        )
    return papers


def _in_large_print(content: Issued) -> dict[int, EvidenceFormat]:
    keys = {entry.version.pk: entry.version.language for entry in content.entries}
    formats = EvidenceFormat.objects.filter(version__in=keys, kind=FormatKind.LARGE_PRINT)
    return {
        each.version_id: each
        for each in formats.select_related("file").order_by("pk")
        if each.language == keys[each.version_id] and (each.text or (each.file and each.file.is_pdf))
    }


def _source(
    entry: IssuedEntry, large: EvidenceFormat | None, *, is_large: bool
) -> tuple[str, StoredFile | None, str]:
    """Return the text, the file and the remark with which an entry is printed."""
    version = entry.version
    if entry.is_summary_only:
        return "", None, _("Here stands the summary alone. Ask the team for the whole.")
    if large is not None:
        return large.text, large.file if large.file and large.file.is_pdf else None, ""
    if version.file is None:
        return version.text, None, ""
    if not version.file.is_pdf:
        said = _(
            "A file belongs to it that cannot be printed here: %(name)s. It is on the page of this pack."
        )
        return version.text, None, said % {"name": version.file.name}
    if is_large:
        said = _("The pages that follow cannot be made larger. Ask the team for this paper in another form.")
        return version.text, version.file, said
    return version.text, version.file, ""


def facts_of(version: EvidenceVersion) -> tuple[tuple[str, str], ...]:
    """Return label and value of what readers should know of a paper: where it is from, whose it is."""
    witness = version.item.witness
    facts = [
        (_("Kind"), str(version.item.get_kind_display())),
        (_("Source"), version.source),
        (_("Licence"), version.licence),
        (_("Address"), version.link),
    ]
    if witness is not None and witness.erased_at is None:
        facts += [(_("Witness"), witness_words(witness)), (_("Declared interests"), interest_words(witness))]
    return tuple((str(label), value) for label, value in facts if value)


def witness_words(witness: Witness) -> str:
    """Return name, organisation, and out of what they speak."""
    return ", ".join(filter(None, (str(witness), witness.organisation, str(witness.get_kind_display()))))


def interest_words(witness: Witness) -> str:
    """Return what a witness declared about their interests."""
    if witness.interests:
        return witness.interests
    return _("Declares to have none.") if witness.has_no_interests else _("Not declared.")
