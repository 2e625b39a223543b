"""The menu under the office's name: one table, each entry shown to who may go there.

An entry whose page is not part of the installation is left out. Counts beside an entry come from the slices, which
register a function in their `apps.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from sektoral.domain.roles import Permission, permissions_of
from sektoral.records.actors import Actor

P = Permission
Count = Callable[[Actor], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry: any one of the permissions shows it. `count` names a registered counter."""

    label: str
    url_name: str
    permissions: frozenset[Permission]
    count: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as the page shows it; `count` 0 is not shown."""

    label: str
    url: str
    count: int
    is_current: bool


ENTRIES: tuple[Entry, ...] = (
    Entry("Papan", "board:home", frozenset({P.SEE_BOARD})),
    Entry("Permintaan", "step3:requests", frozenset({P.SEE_OWN_REQUESTS})),
    Entry("Pemeriksaan", "step4:queue", frozenset({P.CHECK_SUBMISSIONS, P.PASS_PRIORITY}), "check"),
    Entry("Tanda tangan", "letters:queue", frozenset({P.INITIAL_LETTERS, P.SIGN_LETTERS, P.SIGN_TRANSMITTAL}), "sign"),
    Entry("Surat", "letters:index", frozenset({P.SEE_LETTERS})),
    Entry("Bank Data", "bank:index", frozenset(Permission)),
    Entry("Penataan", "setup:index", frozenset({P.SET_UP, P.PREPARE_LETTERS})),
)
PUBLIC_ENTRIES: tuple[tuple[str, str], ...] = (("Bank Data", "bank:index"), ("Periksa surat", "verify:form"))

_counters: dict[str, Count] = {}


def count_with(name: str, count: Count) -> None:
    """This will let `count` tell the number beside the entries that name it."""
    _counters[name] = count


def items_for(actor: Actor | None, path: str) -> tuple[Item, ...]:
    """This will list the menu of a person, or of the public, for a page at `path`."""
    if actor is None:
        return _marked([(label, _url(name), 0) for label, name in PUBLIC_ENTRIES], path)
    may = permissions_of(actor.all_roles)
    return _marked(
        [(entry.label, _url(entry.url_name), _count(entry, actor)) for entry in ENTRIES if entry.permissions & may],
        path,
    )


def _count(entry: Entry, actor: Actor) -> int:
    counter = _counters.get(entry.count)
    return counter(actor) if counter else 0


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _marked(entries: list[tuple[str, str, int]], path: str) -> tuple[Item, ...]:
    """The longest address that the page's own begins with is the current one."""
    urls = [url for _, url, _ in entries if url and (path == url or (url != "/" and path.startswith(url)))]
    current = max(urls, key=len, default="")
    return tuple(Item(label, url, count, url == current) for label, url, count in entries if url)
