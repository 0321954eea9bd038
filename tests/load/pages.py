"""Read forms out of pages, as a browser without scripts does before it sends them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Fields = list[tuple[str, str]]


@dataclass
class Form:
    """One form: where it goes, and what it sends if nothing in it is changed. buttons: (name, value) of each."""

    action: str = ""
    method: str = "get"
    fields: Fields = field(default_factory=list)
    buttons: Fields = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def filled(self, **values: str) -> Fields:
        """Return what is sent when some fields are given other values; a name that is not in the form is added."""
        kept = [(name, value) for name, value in self.fields if name not in values]
        return kept + list(values.items())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._text: tuple[str, list[str]] | None = None
        self._choice: tuple[str, list[str], list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form or what stands in one."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag in ("input", "button"):
            self._field(self._form, tag, given)
        elif tag == "textarea" and given.get("name"):
            self._text = given["name"], []
        elif tag == "select" and given.get("name"):
            self._choice = given["name"], [], []
        elif tag == "option" and self._choice is not None:
            self._choice[1 if "selected" in given else 2].append(given.get("value", ""))

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "submit" if tag == "button" else "text")
        if not name:
            return
        form.names.add(name)
        if kind in ("submit", "image"):
            form.buttons.append((name, given.get("value", "")))
        elif kind in ("radio", "checkbox"):
            if "checked" in given:
                form.fields.append((name, given.get("value", "on")))
        elif kind not in ("file", "button", "reset"):
            form.fields.append((name, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        """Keep the words of a text field."""
        if self._text is not None:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        form = self._form
        if form is None:
            return
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._text is not None:
            name, words = self._text
            # The first line's end after the tag belongs to the page, not to the words.
            form.fields.append((name, "".join(words).removeprefix("\n")))
            form.names.add(name)
            self._text = None
        elif tag == "select" and self._choice is not None:
            name, chosen, others = self._choice
            form.fields += [(name, value) for value in (chosen or others[:1])]
            form.names.add(name)
            self._choice = None


def forms_of(page: str) -> list[Form]:
    """Return every form of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_with(page: str, name: str) -> Form:
    """Return the form that has a field or button of a name; for "", the one that is sent to its own page.

    Raises:
        LookupError: there is none.
    """
    for form in forms_of(page):
        if name in form.names or (not name and form.method == "post" and not form.action):
            return form
    message = f"no form with {name}"
    raise LookupError(message)
