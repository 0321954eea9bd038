"""Read a question set from its official file, JSON or CSV, and say by line what is wrong with it.

Wordings are kept exactly as they stand in the file. No tables are needed here; `docs/question-set-schema.json` says
what a file of JSON holds.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from assembly.evaluation.enums_surveys import Measure, QuestionKind
from assembly.evaluation.question_file_forms import Fault, Raw, raw_of_csv, raw_of_json

MOST_BYTES = 500_000
MOST_QUESTIONS = 100
MOST_OPTIONS = 30
LONGEST_TEXT = 2_000
FURTHEST = 100
"""Ends of scales lie between minus and plus this."""
_KEY = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_UNKEPT = re.compile(r"[\x00\ud800-\udfff]")
"""What the database or UTF-8 cannot hold."""
_FOLDER = Path(__file__).parent / "question_sets"


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """One question as the file has it; fields as in `SurveyQuestion`."""

    number: int
    key: str
    kind: str
    texts: Mapping[str, str]
    measures: str = ""
    is_reversed: bool = False
    lowest: int | None = None
    highest: int | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    options: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSet:
    """What a file holds, or what is wrong with it: with faults nothing else counts."""

    key: str = ""
    version: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    licence: str = ""
    languages: tuple[str, ...] = ()
    questions: tuple[ReadQuestion, ...] = ()
    sha256: str = ""
    faults: tuple[Fault, ...] = ()


def example_files() -> dict[str, bytes]:
    """Return the sets that come with the product, by the names of their files."""
    return {path.name: path.read_bytes() for path in sorted(_FOLDER.glob("*.json"))}


def read_question_file(content: bytes, file_name: str) -> ReadSet:
    """Read a file; whatever is in it, this raises nothing. What is no CSV by its name is read as JSON."""
    if len(content) > MOST_BYTES:
        return ReadSet(faults=(Fault(None, _("The file is too large. A question set has at most 500 kB.")),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return ReadSet(faults=(Fault(line, _("This is no UTF-8 text. Save the file as UTF-8.")),))
    raw = raw_of_csv(text) if file_name.lower().endswith(".csv") else raw_of_json(text)
    if raw.faults:
        return ReadSet(faults=tuple(raw.faults))
    return _Reading(raw).result(hashlib.sha256(content).hexdigest())


class _Reading:
    """One reading of what a file says, gathering faults."""

    def __init__(self, raw: Raw) -> None:
        self._raw, self._faults = raw, list[Fault]()
        self._languages: tuple[str, ...] = ()

    def result(self, sha256: str) -> ReadSet:
        said = self._raw.said
        self._unknown(said, _SET_FIELDS, None)
        self._languages = self._read_languages(said.get("languages"))
        key = self._word(said.get("key"), "key", None)
        version = self._line(said.get("version"), "version", 40)
        titles = self._texts(said.get("title"), "title", None, 200)
        source = self._line(said.get("source"), "source", LONGEST_TEXT)
        licence = self._line(said.get("licence", ""), "licence", 200, may_be_empty=True)
        questions = tuple(self._read_questions(said.get("questions")))
        if self._faults:
            faults = sorted(self._faults, key=lambda each: (each.line is None, each.line or 0))
            return ReadSet(faults=tuple(faults))
        return ReadSet(key, version, titles, source, licence, self._languages, questions, sha256)

    def _fault(self, line: int | None, text: str) -> None:
        # What a file says may be told back, and half a character cannot be written to a page.
        self._faults.append(Fault(line, text.encode(errors="replace").decode()))

    def _read_languages(self, said: Any) -> tuple[str, ...]:
        if not isinstance(said, list) or not said:
            self._fault(None, _('“languages” must be a list of codes, such as ["en", "fr"].'))
            return ()
        good = [each for each in said if isinstance(each, str) and _LANGUAGE.fullmatch(each)]
        if len(good) < len(said) or len(set(good)) < len(good):
            self._fault(None, _("“languages” has something that is no code of a language, or one twice."))
        return tuple(dict.fromkeys(good))

    def _read_questions(self, said: Any) -> Iterator[ReadQuestion]:
        if not isinstance(said, list) or not said:
            self._fault(None, _("There are no questions in the file."))
            return
        if len(said) > MOST_QUESTIONS:
            self._fault(None, _("There are more than %(most)s questions.") % {"most": MOST_QUESTIONS})
            return
        keys: dict[str, int] = {}
        for number, each in enumerate(said, start=1):
            line = self._raw.line_of(number - 1)
            if not isinstance(each, dict):
                self._fault(line, _("Question %(number)s is no question.") % {"number": number})
                continue
            found = self._question(number, each, line)
            if found.key in keys:
                self._fault(
                    line,
                    _("Question %(number)s has the same key as question %(other)s: “%(key)s”.")
                    % {"number": number, "other": keys[found.key], "key": found.key},
                )
            elif found.key:
                keys[found.key] = number
            yield found

    def _question(self, number: int, said: dict[str, Any], line: int | None) -> ReadQuestion:
        self._unknown(said, _QUESTION_FIELDS, line)
        key = self._word(said.get("key"), "key", line)
        kind = said.get("kind")
        if kind not in QuestionKind.values:
            self._fault(
                line,
                _("“kind” of question %(number)s must be one of: %(kinds)s.")
                % {"number": number, "kinds": ", ".join(QuestionKind.values)},
            )
            kind = ""
        if said.get("number", number) != number or isinstance(said.get("number"), bool):
            self._fault(line, _("Question %(number)s has another number in the file.") % {"number": number})
        measures = said.get("measures", "")
        if measures not in ("", *Measure.values):
            self._fault(
                line,
                _("“measures” of question %(number)s is nothing that is known here. There are: %(known)s.")
                % {"number": number, "known": ", ".join(Measure.values)},
            )
            measures = ""
        if kind and _MEASURED_AS.get(measures, kind) != kind:
            self._fault(
                line,
                _("A question that measures “%(measures)s” must be of the kind “%(kind)s”.")
                % {"measures": measures, "kind": _MEASURED_AS[measures]},
            )
        is_reversed = said.get("reversed", False)
        if not isinstance(is_reversed, bool):
            self._fault(line, _("“reversed” must be true or false."))
        texts = self._texts(said.get("text"), "text", line, LONGEST_TEXT)
        lowest, highest, labels = self._scale(kind, said.get("scale"), line)
        options = self._options(kind, said.get("options"), line)
        return ReadQuestion(
            number, key, kind, texts, measures, bool(is_reversed), lowest, highest, labels, options
        )

    def _scale(
        self, kind: str, said: Any, line: int | None
    ) -> tuple[int | None, int | None, dict[str, dict[str, str]]]:
        if kind != QuestionKind.SCALE:
            if said is not None and kind:
                self._fault(line, _("Only a question of the kind “scale” has a scale."))
            return None, None, {}
        lowest, highest = (_end(said, name) for name in ("lowest", "highest"))
        if lowest is None or highest is None:
            self._fault(line, _("The scale needs “lowest” and “highest” as whole numbers."))
            return None, None, {}
        if not 1 <= highest - lowest <= MOST_OPTIONS:
            self._fault(line, _("“highest” must be more than “lowest”, by at most 30."))
        self._unknown(said, {"lowest", "highest", "labels"}, line)
        words = said.get("labels", {})
        if not isinstance(words, dict):
            self._fault(line, _("“labels” must say words by the points of the scale."))
            return lowest, highest, {}
        points = {str(point) for point in range(lowest, highest + 1)}
        if not set(words) <= points:
            self._fault(line, _("“labels” has words for something that is no point of the scale."))
        if not {str(lowest), str(highest)} <= set(words):
            self._fault(line, _("Both ends of the scale need words in “labels”."))
        return (
            lowest,
            highest,
            {point: self._texts(each, "labels", line, 200) for point, each in words.items()},
        )

    def _options(self, kind: str, said: Any, line: int | None) -> tuple[dict[str, Any], ...]:
        if kind != QuestionKind.CHOICE:
            if said is not None and kind:
                self._fault(line, _("Only a question of the kind “choice” has options."))
            return ()
        if not isinstance(said, list) or not 2 <= len(said) <= MOST_OPTIONS:
            self._fault(line, _("A choice needs between 2 and 30 “options”."))
            return ()
        found = []
        for each in said:
            if not isinstance(each, dict):
                self._fault(line, _("Each option needs a key and a text."))
                continue
            self._unknown(each, {"key", "text"}, line)
            key = self._word(each.get("key"), "key", line)
            found.append({"key": key, "texts": self._texts(each.get("text"), "text", line, 300)})
        if len({each["key"] for each in found}) < len(found):
            self._fault(line, _("Two options have the same key."))
        return tuple(found)

    def _texts(self, said: Any, name: str, line: int | None, longest: int) -> dict[str, str]:
        """Read words by language; the set's own language must be there, others may be lacking."""
        if not isinstance(said, dict):
            self._fault(line, _("“%(name)s” must say words by language.") % {"name": name})
            return {}
        if strange := sorted(set(said) - set(self._languages)):
            self._fault(
                line,
                _("“%(name)s” has a language that is not among “languages”: %(strange)s.")
                % {"name": name, "strange": ", ".join(map(str, strange))},
            )
        if lacking := [each for each in self._languages[:1] if each not in said]:
            self._fault(
                line,
                _("“%(name)s” lacks the words in the set’s own language, %(language)s.")
                % {"name": name, "language": lacking[0]},
            )
        for words in said.values():
            self._check_words(words, name, line, longest)
        return {code: words for code, words in said.items() if isinstance(words, str)}

    def _check_words(self, words: Any, name: str, line: int | None, longest: int) -> bool:
        if not isinstance(words, str) or not words.strip():
            self._fault(line, _("“%(name)s” is empty, or no text.") % {"name": name})
        elif len(words) > longest:
            self._fault(
                line,
                _("“%(name)s” is longer than %(longest)s characters.") % {"name": name, "longest": longest},
            )
        elif _UNKEPT.search(words):
            self._fault(line, _("“%(name)s” holds a character that is none.") % {"name": name})
        else:
            return True
        return False

    def _line(self, said: Any, name: str, longest: int, *, may_be_empty: bool = False) -> str:
        if may_be_empty and said == "":
            return ""
        return said if self._check_words(said, name, None, longest) else ""

    def _word(self, said: Any, name: str, line: int | None) -> str:
        if isinstance(said, str) and len(said) <= 60 and _KEY.fullmatch(said):
            return said
        self._fault(
            line,
            _("“%(name)s” must be a short word of small letters, digits, “-” and “_”.") % {"name": name},
        )
        return ""

    def _unknown(self, said: Mapping[str, Any], known: set[str], line: int | None) -> None:
        if strange := sorted(set(said) - known):
            self._fault(
                line,
                _("There is no field called %(names)s.")
                % {"names": ", ".join(f"“{each}”" for each in strange)},
            )


def _end(scale: Any, name: str) -> int | None:
    """Return one end of a scale, None where it is no whole number or far off."""
    end = scale.get(name) if isinstance(scale, dict) else None
    return end if isinstance(end, int) and not isinstance(end, bool) and abs(end) <= FURTHEST else None


_MEASURED_AS: dict[str, str] = {
    Measure.SATISFACTION: QuestionKind.SCALE,
    # Yes leads to a welfare call, for whoever agrees to be called.
    Measure.CONSIDERED_LEAVING: QuestionKind.YES_NO,
}
_SET_FIELDS = {"key", "version", "title", "source", "licence", "languages", "questions"}
_QUESTION_FIELDS = {"number", "key", "kind", "text", "measures", "reversed", "scale", "options"}
