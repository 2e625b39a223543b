"""The code lists of the office, and one of them as it holds on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission
from sektoral.records.actors import Actor
from sektoral.records.code_use import Stale, stale_uses, users_of
from sektoral.records.models import Code, Codelist
from sektoral.ui.components import Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec

VALID, ENDED, LATER = "berlaku", "berakhir", "nanti"
LOOKS: dict[str, Status] = {
    VALID: Status(Tone.DONE, "Berlaku"),
    ENDED: Status(Tone.IDLE, "Berakhir"),
    LATER: Status(Tone.RUN, "Belum berlaku"),
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """A code list among the others."""

    id: UUID
    code: str
    name: str
    source: str
    valid: int
    codes: int


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code with its validity; `state` is as of the day that was asked for."""

    id: UUID
    code: str
    label: str
    kind: str
    parent: str
    bps_code: str
    valid_from: date
    valid_to: date | None
    successors: Sequence[str]
    tables: int
    state: str

    @property
    def status(self) -> Status:
        """Whether it holds on that day, as a chip."""
        return LOOKS[self.state]


@dataclass(frozen=True, slots=True)
class CodelistPage:
    """One code list on a day. `stale` are the codes that tables use although they do not hold on it."""

    id: UUID
    code: str
    name: str
    source: str
    on: date
    rows: Sequence[CodeRow]
    stale: Sequence[Stale]
    may_write: bool


def fetch_codelist(actor: Actor, pk: UUID) -> Codelist:
    """This will give a code list of the actor's office. Raises `NotFound`."""
    found = Codelist.objects.filter(office=actor.office, pk=pk).select_related("office").first()
    if found is None:
        raise NotFound("not_found")
    return found


def fetch_code(actor: Actor, pk: UUID) -> Code:
    """This will give one code of the actor's office. Raises `NotFound`."""
    found = Code.objects.filter(office=actor.office, pk=pk).select_related("codelist").first()
    if found is None:
        raise NotFound("not_found")
    return found


def list_codelists(actor: Actor, *, on: date) -> Sequence[ListRow]:
    """This will list the code lists with how many codes hold on a day."""
    holds = Q(codes__valid_from__lte=on) & (Q(codes__valid_to__isnull=True) | Q(codes__valid_to__gte=on))
    rows = Codelist.objects.filter(office=actor.office).annotate(
        valid=Count("codes", filter=holds), all_codes=Count("codes")
    )
    found = rows.order_by("name").values_list("pk", "code", "name", "source", "valid", "all_codes")
    return [ListRow(*row) for row in found]


def codelist_page(actor: Actor, codelist: Codelist, *, on: date) -> CodelistPage:
    """This will read one code list as it holds on a day."""
    users = users_of(codelist)
    codes = codelist.codes.order_by("position", "code", "valid_from")
    return CodelistPage(
        id=codelist.pk,
        code=codelist.code,
        name=codelist.name,
        source=codelist.source,
        on=on,
        rows=[_row(one, len(users.get(one.code, ())), on) for one in codes],
        stale=stale_uses(codelist, on=on),
        may_write=actor.may(Permission.WRITE_CODELISTS),
    )


def codes_spec(page: CodelistPage) -> ListSpec[CodeRow]:
    """This will describe the list of codes; only what holds is shown unless all is asked for."""
    return ListSpec(
        name=f"kode-{page.code}",
        columns=(
            Column("kode", "Kode", lambda row: row.code),
            Column("label", "Nama", lambda row: row.label),
            Column("jenis", "Jenis", lambda row: row.kind),
            Column("induk", "Induk", lambda row: row.parent),
            Column("bps", "Kode BPS", lambda row: row.bps_code),
            Column("mulai", "Berlaku sejak", lambda row: row.valid_from),
            Column("sampai", "Sampai", lambda row: row.valid_to),
            Column("pengganti", "Pengganti", lambda row: ", ".join(row.successors)),
            Column("tabel", "Dipakai tabel", lambda row: row.tables, numeric=True),
            Column("keadaan", "Keadaan", lambda row: row.status.word),
        ),
        filters=(
            Filter(
                "keadaan",
                "Keadaan",
                [(state, status.word) for state, status in LOOKS.items()],
                lambda row, state: row.state == state,
            ),
        ),
        text=lambda row: f"{row.code} {row.label} {row.bps_code} {row.kind}",
        search_label="Cari kode atau nama",
        per_page=100,
        kept=("pada",),
    )


def _row(code: Code, tables: int, on: date) -> CodeRow:
    state = LATER if code.valid_from > on else ENDED if code.valid_to and code.valid_to < on else VALID
    return CodeRow(
        id=code.pk,
        code=code.code,
        label=code.label,
        kind=code.kind,
        parent=code.parent,
        bps_code=code.bps_code,
        valid_from=code.valid_from,
        valid_to=code.valid_to,
        successors=code.successors,
        tables=tables,
        state=state,
    )
