"""What events about the bank, its metadata and its doors outward are about, in words and with an address."""

from collections.abc import Iterable, Sequence

from django.db.models import OuterRef, Subquery

from sektoral.board.queries.journal_subject import Reader, Subject
from sektoral.records.actors import Actor
from sektoral.records.data_lists import name_of
from sektoral.records.metadata_standing import ACTIVITY_KEY
from sektoral.records.models import (
    ApiKey,
    BulkImport,
    Codelist,
    DataList,
    MetadataForm,
    PortalPush,
    Release,
    Remark,
    SelfAssessment,
    Table,
    Variable,
)
from sektoral.ui.addresses import open_url


def _tables(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Table.objects.filter(office=actor.office, pk__in=ids).defer("definition"):
        yield Subject(f"{one.title}, rumusan ke-{one.version}", open_url(actor, "bank:table", one.pk), str(one.pk))


def _imports(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    rows = BulkImport.objects.filter(office=actor.office, pk__in=ids).values_list("pk", "table__title", "periods")
    for key, title, periods in rows:
        span = f", {'–'.join(dict.fromkeys((periods[0], periods[-1])))}" if periods else ""
        yield Subject(f"Impor {title}{span}", open_url(actor, "bank:import", key), str(key))


def _releases(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    rows = Release.objects.filter(office=actor.office, pk__in=ids)
    named = rows.annotate(table=_current("pk"), title=_current("title"))
    for key, table, title, code, period, edition in named.values_list(
        "pk", "table", "title", "code", "period", "edition"
    ):
        yield _release(actor, key, table, title or code, period, edition)


def _pushes(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    rows = PortalPush.objects.filter(office=actor.office, pk__in=ids)
    named = rows.annotate(table=_current("pk", of="release__"), title=_current("title", of="release__"))
    for key, table, title, code, period, edition in named.values_list(
        "pk", "table", "title", "release__code", "release__period", "release__edition"
    ):
        yield _release(actor, key, table, title or code, period, edition)


def _keys(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in ApiKey.objects.filter(office=actor.office, pk__in=ids):
        yield Subject(f"Kunci API {one.name}", open_url(actor, "setup:api_keys"), str(one.pk))


def _forms(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    rows = MetadataForm.objects.filter(office=actor.office, pk__in=ids)
    for key, kind, about, agency in rows.values_list("pk", "kind", "key", "agency__short_name"):
        words = f"{kind}{'' if about == ACTIVITY_KEY else f' {about}'}, {agency}"
        yield Subject(words, open_url(actor, "metadata:version", key), str(key))


def _variables(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Variable.objects.filter(office=actor.office, pk__in=ids):
        yield Subject(f"Variabel {one.name}", open_url(actor, "metadata:variable", one.pk), str(one.pk))


def _codelists(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Codelist.objects.filter(office=actor.office, pk__in=ids):
        yield Subject(f"Kode referensi {one.name}", open_url(actor, "metadata:codelist", one.pk), str(one.pk))


def _data_lists(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in DataList.objects.filter(office=actor.office, pk__in=ids).defer("entries"):
        yield Subject(name_of(one), open_url(actor, "metadata:data_list", one.pk), str(one.pk))


def _remarks(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    rows = Remark.objects.filter(office=actor.office, pk__in=ids).annotate(title=_current("title"))
    for key, title, code, agency in rows.values_list("pk", "title", "code", "agency__short_name"):
        yield Subject(f"Catatan atas {title or code}, {agency}", open_url(actor, "metadata:remark", key), str(key))


def _assessments(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in SelfAssessment.objects.filter(office=actor.office, pk__in=ids):
        words = f"Penilaian {one.year} indikator {one.indicator}, versi {one.version}"
        yield Subject(words, open_url(actor, "assessment:indicator", one.year, one.indicator), str(one.pk))


def _release(actor: Actor, key: object, table: object, title: str, period: str, edition: int) -> Subject:
    url = open_url(actor, "bank:release", str(table), period) if table else ""
    return Subject(f"Rilis {title}, {period}, edisi {edition}", url, str(key))


def _current(field: str, *, of: str = "") -> Subquery:
    """What the edition in use says of a table that a row, or the row `of` it, names by agency and code."""
    tables = Table.objects.filter(agency=OuterRef(f"{of}agency"), code=OuterRef(f"{of}code"), is_current=True)
    return Subquery(tables.values(field)[:1])


DATA_READERS: dict[str, Reader] = {
    "table": _tables,
    "bulkimport": _imports,
    "release": _releases,
    "portalpush": _pushes,
    "apikey": _keys,
    "metadataform": _forms,
    "variable": _variables,
    "codelist": _codelists,
    "datalist": _data_lists,
    "remark": _remarks,
    "selfassessment": _assessments,
}
