"""The forms of a page as a browser would send them, filled in where something is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

SOME_TEXT = "Uji coba"
UNSENT = frozenset({"submit", "button", "reset", "image", "file"})


@dataclass
class PageForm:
    """Where it is posted to, and what: an empty field of text gets some."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[PageForm] = []
        self._form: PageForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "form":
            self._form = PageForm(told.get("action", ""), told.get("method", "get").lower())
            self.found.append(self._form)
        elif self._form is None:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and told.get("value"):
            self._form.fields.append((self._select, told["value"]))
        elif tag == "textarea" and name:
            self._form.fields.append((name, SOME_TEXT))
        elif tag in ("input", "button") and name and told.get("type", "text") not in UNSENT - {"submit"}:
            self._form.fields.append((name, told.get("value", "") or SOME_TEXT))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def forms_of(page: str) -> Iterator[PageForm]:
    """This will give the forms of a page; every option of a list counts as chosen."""
    reader = _Forms()
    reader.feed(page)
    yield from reader.found
