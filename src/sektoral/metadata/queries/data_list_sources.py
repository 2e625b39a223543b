"""What the catalogue knows of each entry of a Daftar Data: table, variable, agency, metadata, what the bank holds."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sektoral.bank.queries import observations
from sektoral.domain import canonical
from sektoral.domain.data_lists import INDICATOR, METHODS, VARIABLE, Entry
from sektoral.domain.instruments import TableDef, ValueKind, VariableDef, categories
from sektoral.domain.metadata_forms import MetadataKind
from sektoral.records.models import Codelist, MetadataForm, Office, Table, Variable

INDICATORS = frozenset({ValueKind.PERCENT, ValueKind.INDEX})


def entries_from_catalogue(office: Office) -> tuple[Entry, ...]:
    """This will draw up an entry for each variable of each table in force, in the order of agencies and codes."""
    source = _Source(office)
    tables = Table.objects.filter(office=office, is_current=True, agency__valid_to__isnull=True)
    rows = tables.select_related("agency").order_by("agency__position", "agency__name", "code")
    return tuple(entry for table in rows for entry in source.entries_of(table))


def held_periods(office: Office) -> Mapping[tuple[str, str], Sequence[str]]:
    """This will list the periods of which the bank holds figures, by agency code and table code."""
    found: dict[tuple[str, str], set[str]] = {}
    rows = observations(office).exclude(text="").order_by()
    for agency, code, period in rows.values_list("table__agency__code", "table__code", "period").distinct():
        found.setdefault((agency, code), set()).add(period)
    return {key: sorted(periods) for key, periods in found.items()}


class _Source:
    """What is read once for all entries."""

    def __init__(self, office: Office) -> None:
        self.periods = held_periods(office)
        self.variables = {one.code: one for one in Variable.objects.filter(office=office)}
        self.lists = dict(Codelist.objects.filter(office=office).values_list("code", "name"))
        forms = MetadataForm.objects.filter(office=office, kind=MetadataKind.VARIABLE, is_current=True)
        self.forms: frozenset[tuple[UUID, str]] = frozenset(forms.values_list("agency_id", "key"))

    def entries_of(self, table: Table) -> Iterator[Entry]:
        definition = canonical.read(TableDef, table.definition)
        for variable in definition.variables:
            yield self._entry(table, definition, variable)

    def _entry(self, table: Table, definition: TableDef, variable: VariableDef) -> Entry:
        known = self.variables.get(variable.code)
        is_alone = len(definition.variables) == 1
        key = f"{table.agency.code}/{table.code}"
        is_indicator = variable.kind in INDICATORS
        return Entry(
            id_ddd=key if is_alone else f"{key}/{variable.code}",
            id_ddp=f"DDP-{table.code}" if table.is_priority else "",
            sumber_referensi="",
            kode_indikator=known.dssd_code if known else "",
            nama_indikator=variable.name if is_indicator else "",
            nama_data=definition.title if is_alone else f"{variable.name} ({definition.title})",
            jenis_data="statistik",
            indikator_variabel=INDICATOR if is_indicator else VARIABLE,
            kode_standar_data=known.sds_code if known else "",
            produsen_data=table.agency.name,
            klasifikasi_risiko=table.classification,
            definisi=variable.definition,
            satuan=variable.unit,
            klasifikasi_penyajian=self._breakdown(definition),
            jadwal_pemutakhiran=definition.period_type,
            kategori_rad="",
            kode_metadata=self._metadata_code(table, variable),
            link_portal_daerah="",
            link_portal_sdi="",
            metode_pengumpulan=METHODS[0],
            periode_data=_span(self.periods.get((table.agency.code, table.code), ())),
            penanggung_jawab=table.agency.head_title,
        )

    def _breakdown(self, definition: TableDef) -> str:
        """The level, and by which code lists the figures are broken down."""
        names = [name for row in definition.rows for name, _ in categories(row.dims)]
        names += [name for column in definition.columns for name, _ in column.dims]
        words = [self.lists.get(name, name.replace("_", " ")) for name in dict.fromkeys(names)]
        return "; ".join([definition.level, *(word.lower() for word in words)])

    def _metadata_code(self, table: Table, variable: VariableDef) -> str:
        has_form = (table.agency_id, variable.code) in self.forms
        return f"{MetadataKind.VARIABLE}/{table.agency.code}/{variable.code}" if has_form else ""


def _span(periods: Sequence[str]) -> str:
    return "–".join(dict.fromkeys((periods[0], periods[-1]))) if periods else ""
