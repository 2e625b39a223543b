"""The menu under the office's name: one table, each entry shown to who may go there.

An entry whose page is not part of the installation is left out. Counts beside an entry come from the slices, which
register a function in their `apps.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse

from sektoral.domain.roles import Permission, permissions_of
from sektoral.records.actors import Actor

P = Permission
Count = Callable[[Actor], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry: any one of the permissions shows it. `count` names a registered counter.

    `also` are the beginnings of addresses that belong to it beside its own.
    """

    label: str
    url_name: str
    permissions: frozenset[Permission]
    count: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as the page shows it; `count` 0 is not shown."""

    label: str
    url: str
    count: int
    is_current: bool
    note: str = ""


SEATED = frozenset({P.INITIAL_LETTERS, P.REVIEW_TRANSMITTAL, P.SIGN_LETTERS, P.SIGN_TRANSMITTAL})
ENTRIES: tuple[Entry, ...] = (
    Entry("Forum", "metadata:forum", frozenset({P.AGREE_DATA_LIST}), "forum"),
    Entry("Pembina", "metadata:steward", frozenset({P.WRITE_REMARKS}), "steward"),
    Entry("Papan", "board:home", frozenset({P.SEE_BOARD}), also=("/langkah-1/", "/langkah-2/", "/langkah-5/")),
    Entry("Permintaan", "step3:requests", frozenset({P.SEE_OWN_REQUESTS, P.SEE_ALL_SUBMISSIONS})),
    Entry("Pemeriksaan", "step4:queue", frozenset({P.CHECK_SUBMISSIONS, P.PASS_PRIORITY}), "check"),
    Entry("Tanda tangan", "letters:queue", SEATED, "sign"),
    Entry("Surat", "letters:index", frozenset({P.SEE_LETTERS}), "bring_in"),
    Entry("Bank Data", "bank:index", frozenset({P.SEE_BANK})),
    Entry("Metadata", "metadata:index", frozenset({P.SEE_BANK, P.WRITE_METADATA}), "remarks"),
    Entry("Daftar Data", "metadata:data_lists", frozenset({P.WRITE_DATA_LIST, P.AGREE_DATA_LIST})),
    Entry("EPSS", "assessment:latest", frozenset({P.ASSESS_SELF, P.TAKE_EVIDENCE, P.PASS_PRIORITY})),
    Entry("Penataan", "setup:index", frozenset({P.SET_UP, P.PREPARE_LETTERS, P.SEE_JOURNAL, P.WRITE_RULES})),
)
PUBLIC_ENTRIES: tuple[tuple[str, str, str], ...] = (
    (
        "Data terbuka",
        "portal:home",
        "Tabel statistik sektoral yang sudah dirilis: lihat, unduh, dan kutip. Tidak perlu masuk.",
    ),
    (
        "Periksa surat",
        "verify:form",
        "Pindai kode QR pada surat, atau unggah berkas PDF-nya, untuk mengetahui keasliannya. Tidak perlu masuk.",
    ),
)

_counters: dict[str, Count] = {}


def count_with(name: str, count: Count) -> None:
    """This will let `count` tell the number beside the entries that name it."""
    _counters[name] = count


def items_for(actor: Actor | None, path: str) -> tuple[Item, ...]:
    """This will list the menu of a person, or of the public, for a page at `path`."""
    if actor is None:
        return _marked([(Item(label, _url(name), 0, False, note), ()) for label, name, note in PUBLIC_ENTRIES], path)
    may = permissions_of(actor.all_roles)
    shown = [entry for entry in ENTRIES if entry.permissions & may]
    return _marked([(Item(one.label, _url(one.url_name), _count(one, actor), False), one.also) for one in shown], path)


def _count(entry: Entry, actor: Actor) -> int:
    counter = _counters.get(entry.count)
    return counter(actor) if counter else 0


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _marked(items: Sequence[tuple[Item, Sequence[str]]], path: str) -> tuple[Item, ...]:
    """Leave out what has no page; the longest address that the page's own begins with makes its entry current."""
    there = [(item, (item.url, *also)) for item, also in items if item.url]
    begun = [address for _, own in there for address in own if _begins(path, address)]
    current = max(begun, key=len, default="")
    return tuple(replace(item, is_current=current in own) for item, own in there)


def _begins(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))


def landing(actor: Actor | None) -> str:
    """This will give the address where this visitor's work begins: the first entry of their menu, else the sign-in."""
    items = items_for(actor, "")
    return items[0].url if items else reverse("account_login")
