"""Assemblies side by side: for whoever sees the evaluation of several, and for everybody of what is published."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from assembly.evaluation.exports_comparison import comparison_csv, comparison_json
from assembly.evaluation.measures import Measure, all_measures
from assembly.evaluation.selectors.comparison import (
    MOST,
    Comparison,
    comparable_assemblies,
    comparison_of,
    public_assemblies_with_learning,
)
from assembly.models import Assembly

FORMS = {"comparison.csv": "text/csv; charset=utf-8", "comparison.json": "application/json"}
"""Name of a file → its type."""


class _ComparisonBase(View, ABC):
    """What is compared: the assemblies that one may compare, narrowed by the address."""

    is_public: ClassVar[bool] = False
    files: ClassVar[tuple[str, str]]
    """The names of the addresses of table and data."""
    http_method_names = ("get", "head", "options")

    @abstractmethod
    def allowed(self) -> QuerySet[Assembly]:
        """Return the assemblies that the reader may compare."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Note the moment."""
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def load(self) -> None:
        """Read what was chosen; where nothing is, all measures of all assemblies that are no rehearsals."""
        self.assemblies = list(self.allowed())
        asked = set(self.request.GET.getlist("assembly"))
        usual = [each for each in self.assemblies if not each.is_rehearsal] or self.assemblies
        chosen = [each for each in self.assemblies if each.slug in asked] or usual
        self.chosen, self.is_cut = chosen[:MOST], len(chosen) > MOST
        self.measures = all_measures(is_public=self.is_public)
        wanted = set(self.request.GET.getlist("measure"))
        self.wanted: list[Measure] = [each for each in self.measures if each.key in wanted] or self.measures

    def compared(self) -> list[Comparison]:
        """Return what the measures say; of fewer than two assemblies nothing, for there is nothing to compare."""
        return list(comparison_of(self.chosen, self.wanted, self.now)) if len(self.chosen) > 1 else []


class _ComparisonPage(_ComparisonBase):
    """The page."""

    template: ClassVar[str] = "evaluation/comparison.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        self.load()
        found = self.compared()
        groups: dict[str, list[Comparison]] = {}
        for each in found:
            groups.setdefault(str(each.measure.group), []).append(each)
        context = {
            "assemblies": self.assemblies,
            "chosen": {each.pk for each in self.chosen},
            "is_cut": self.is_cut,
            "most": MOST,
            "measures": self.measures,
            "wanted": {each.key for each in self.wanted},
            "groups": groups,
            "is_public": self.is_public,
            "files": self.files,
            "query": request.GET.urlencode(),
        }
        return render(request, self.template, context)


class _ComparisonFile(_ComparisonBase):
    """The same as a file; `form` says which."""

    form: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Answer with it."""
        self.load()
        found = self.compared()
        content = comparison_csv(found) if self.form.endswith("csv") else comparison_json(found, self.now)
        headers = {
            "Content-Disposition": f'attachment; filename="{self.form}"',
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(content, content_type=FORMS[self.form], headers=headers)


class _Own(LoginRequiredMixin, _ComparisonBase):
    """Of the assemblies whose evaluation one may see."""

    files: ClassVar[tuple[str, str]] = ("comparison_csv", "comparison_json")

    def allowed(self) -> QuerySet[Assembly]:
        """Return them."""
        return comparable_assemblies(self.request.user)


class ComparisonView(_Own, _ComparisonPage):
    """One's own assemblies side by side."""


class ComparisonCsvView(_Own, _ComparisonFile):
    """The same as a table."""

    form: ClassVar[str] = "comparison.csv"


class ComparisonJsonView(_Own, _ComparisonFile):
    """The same as data."""

    form: ClassVar[str] = "comparison.json"


class _Everybody(_ComparisonBase):
    """Of the assemblies that published what they learnt, by public things alone."""

    is_public: ClassVar[bool] = True
    files: ClassVar[tuple[str, str]] = ("public_comparison_csv", "public_comparison_json")

    def allowed(self) -> QuerySet[Assembly]:
        """Return them."""
        return public_assemblies_with_learning()


class PublicComparisonView(_Everybody, _ComparisonPage):
    """Assemblies side by side, for everybody."""


class PublicComparisonCsvView(_Everybody, _ComparisonFile):
    """The same as a table."""

    form: ClassVar[str] = "comparison.csv"


class PublicComparisonJsonView(_Everybody, _ComparisonFile):
    """The same as data."""

    form: ClassVar[str] = "comparison.json"
