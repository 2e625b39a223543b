"""The course of a Daftar Data: drawn up by the office, proposed, sent back or agreed by the Forum, then frozen."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from sektoral.adapters.typesetting import render
from sektoral.domain.data_lists import COLUMNS, PRIORITY_COLUMNS, entries_digest
from sektoral.domain.errors import Invalid, NotFound, Refused, SektoralError, WrongState
from sektoral.domain.states import DataListState
from sektoral.metadata.actions import data_lists as actions
from sektoral.project.invariants import INVARIANTS, verify
from sektoral.records.data_lists import agreed_list, entries_of
from sektoral.records.models import DataList, Event, StoredFile, Table
from tests.offices import make_tiny_office
from tests.papers import memo
from tests.pdf_text import pages_of
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    Table.objects.filter(agency__code="dinkes", code="T1").update(is_priority=True)
    return scene


def drawn_up(scene: Scene) -> DataList:
    return actions.draw_up(2027, by=scene.by("jp1"), at=scene.now)


def proposed(scene: Scene) -> DataList:
    row = drawn_up(scene)
    actions.propose(row, by=scene.by("jp1"), at=scene.later(minutes=1))
    return DataList.objects.get(pk=row.pk)


def minutes(scene: Scene, number: str = "BA/1/2026", data: bytes = b"") -> actions.Minutes:
    return actions.Minutes(number, scene.now.date(), "berita-acara.pdf", data or a_pdf())


def agreed(scene: Scene) -> DataList:
    row = proposed(scene)
    actions.agree(row, minutes(scene), by=scene.by("forum"), at=scene.later(minutes=1))
    return DataList.objects.get(pk=row.pk)


@cache
def a_pdf() -> bytes:
    return render(memo()).pdf


def test_it_is_drawn_up_from_the_catalogue(scene: Scene) -> None:
    entries = entries_of(drawn_up(scene))
    assert [entry.id_ddd for entry in entries] == ["dinkes/T1", "dinkes/T2", "disdik/T1", "diskominfo/T1"]
    first = entries[0]
    assert (first.id_ddp, first.satuan, first.jadwal_pemutakhiran) == ("DDP-T1", "orang", "tahunan")
    assert (first.produsen_data, first.metode_pengumpulan) == ("Dinas Kesehatan", "kompilasi produk administrasi")
    assert Event.objects.get(kind="data_list.drawn_up").facts == {"year": 2027, "edition": 1, "entries": 4}


def test_an_agreed_list_is_frozen_and_the_next_edition_keeps_what_was_typed(scene: Scene) -> None:
    row = drawn_up(scene)
    actions.write_entry(row, "dinkes/T2", {"kategori_rad": "RAD TPB"}, by=scene.by("jp1"), at=scene.now)
    actions.leave_out(row, "disdik/T1", by=scene.by("jp1"), at=scene.now)
    actions.propose(row, by=scene.by("jp1"), at=scene.now)
    actions.agree(row, minutes(scene), by=scene.by("forum"), at=scene.later(minutes=1))
    row = DataList.objects.get(pk=row.pk)
    assert Event.objects.get(kind="data_list.agreed").facts["sha256"] == entries_digest(entries_of(row))
    for deed in (
        lambda: actions.write_entry(row, "dinkes/T2", {"kategori_rad": "x"}, by=scene.by("jp1"), at=scene.now),
        lambda: actions.leave_out(row, "dinkes/T2", by=scene.by("jp1"), at=scene.now),
        lambda: actions.send_back(row, reason="x", by=scene.by("forum"), at=scene.now),
        lambda: actions.agree(row, minutes(scene), by=scene.by("forum"), at=scene.now),
    ):
        with pytest.raises(WrongState):
            deed()
    held = agreed_list(scene.office)
    tables = {table.code: held.has(table) for table in Table.objects.filter(agency__code__in=["dinkes", "disdik"])}
    assert held.name == "Daftar Data 2027 edisi 1"
    assert ("disdik", "T1") not in held.tables
    assert tables["T2"]
    following = actions.draw_up(2027, by=scene.by("sukor"), at=scene.later(days=1))
    assert following.edition == 2
    assert [one.kategori_rad for one in entries_of(following)] == ["", "RAD TPB", "", ""]


def test_a_list_that_was_sent_back_is_written_and_proposed_again(scene: Scene) -> None:
    row = proposed(scene)
    actions.send_back(row, reason="Tambah RAD.", by=scene.by("forum"), at=scene.now)
    row.refresh_from_db()
    assert (row.state, row.note) == (DataListState.DRAFT, "Tambah RAD.")
    actions.propose(row, by=scene.by("jp1"), at=scene.now)
    row.refresh_from_db()
    assert (row.state, row.note) == (DataListState.PROPOSED, "")


@pytest.mark.parametrize(
    ("deed", "error", "code"),
    [
        (lambda s: actions.draw_up(2027, by=s.by("kadis"), at=s.now), Refused, "not_permitted"),
        (lambda s: actions.draw_up(2040, by=s.by("jp1"), at=s.now), Invalid, "data_list_year"),
        (lambda s: (drawn_up(s), drawn_up(s)), WrongState, "data_list_open"),
        (lambda s: actions.agree(drawn_up(s), minutes(s), by=s.by("forum"), at=s.now), WrongState, "move_not_allowed"),
        (lambda s: actions.agree(proposed(s), minutes(s), by=s.by("sukor"), at=s.now), Refused, "not_permitted"),
        (lambda s: actions.agree(proposed(s), minutes(s, " "), by=s.by("forum"), at=s.now), Invalid,
         "minutes_number_missing"),
        (lambda s: actions.agree(proposed(s), minutes(s, data=b"x"), by=s.by("forum"), at=s.now), Invalid, "not_a_pdf"),
        (lambda s: actions.send_back(proposed(s), reason=" ", by=s.by("forum"), at=s.now), Invalid, "reason_missing"),
        (lambda s: actions.leave_out(drawn_up(s), "x/y", by=s.by("jp1"), at=s.now), NotFound, "not_found"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_refused(
    scene: Scene, deed: Callable[[Scene], object], error: type[SektoralError], code: str
) -> None:
    with pytest.raises(error) as raised:
        deed(scene)
    assert raised.value.code == code


def test_a_list_with_an_incomplete_entry_is_not_proposed(scene: Scene) -> None:
    row = drawn_up(scene)
    actions.write_entry(row, "dinkes/T1", {"penanggung_jawab": ""}, by=scene.by("jp1"), at=scene.now)
    with pytest.raises(Invalid) as raised:
        actions.propose(row, by=scene.by("jp1"), at=scene.now)
    assert (raised.value.code, raised.value.facts["count"]) == ("data_list_incomplete", 1)


def test_an_agreed_list_has_its_minutes(scene: Scene) -> None:
    row = proposed(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataList.objects.filter(pk=row.pk).update(
            state="agreed", agreed_at=scene.now, agreed_by=scene.by("forum").person
        )


def changed(row: DataList) -> None:
    entries = [dict(entry, definisi="Lain.") for entry in row.entries]
    DataList.objects.filter(pk=row.pk).update(entries=entries)


@pytest.mark.parametrize(
    "tamper",
    [
        changed,
        lambda row: DataList.objects.filter(pk=row.pk).update(entries=row.entries[1:]),
        lambda row: DataList.objects.filter(pk=row.pk).update(agreed_at=row.agreed_at + timedelta(days=1)),
        lambda row: DataList.objects.filter(pk=row.pk).delete(),
        lambda row: StoredFile.objects.filter(pk=row.minutes_id).update(sha256="0" * 64),
    ],
)
def test_whoever_changes_an_agreed_list_is_found(scene: Scene, tamper: Callable[[DataList], object]) -> None:
    row, invariants = agreed(scene), [one for one in INVARIANTS if one.code == "I30"]
    assert [one.faults for one in verify(at=scene.now, invariants=invariants)] == [[]]
    tamper(row)
    assert [one.holds for one in verify(at=scene.now, invariants=invariants)] == [False]


def test_office_and_forum_take_a_list_through_its_pages(scene: Scene) -> None:
    with visiting(scene, "jp1") as client:
        client.post("/metadata/daftar-data/", {"year": "2027"})
        row = DataList.objects.get()
        address = f"/metadata/daftar-data/{row.pk}/"
        entry = client.get(f"{address}entri/dinkes/T1/")
        assert "Simpan entri" in entry.content.decode()
        said = entry.context["form"].initial
        client.post(f"{address}entri/dinkes/T1/", {**said, "kategori_rad": "RAD TPB"})
        client.post(f"{address}ajukan/")
        assert "Sepakati Daftar Data" not in client.get(address).content.decode()
    with visiting(scene, "forum") as client:
        assert "menunggu kesepakatan Forum" in client.get("/metadata/daftar-data/").content.decode()
        assert "Sepakati Daftar Data" in client.get(address).content.decode()
        wrong = {"number": "", "day": "", "file": ""}
        assert client.post(f"{address}sepakati/", wrong).status_code == 422
        assert client.post(f"{address}kembalikan/", {"reason": ""}).status_code == 422
        file = SimpleUploadedFile("ba.pdf", a_pdf(), "application/pdf")
        client.post(f"{address}sepakati/", {"number": "BA/1", "day": "2026-11-20", "file": file})
        page = client.get(address).content.decode()
        assert "Disepakati" in page
        assert client.get(f"{address}berita-acara/").content == a_pdf()
        assert client.get(f"{address}perbedaan/").status_code == 404
    row.refresh_from_db()
    assert entries_of(row)[0].kategori_rad == "RAD TPB"


def test_files_have_the_columns_and_nothing_in_them_runs(scene: Scene) -> None:
    row = drawn_up(scene)
    actions.write_entry(row, "dinkes/T1", {"kategori_rad": "=1+1"}, by=scene.by("jp1"), at=scene.now)
    address = f"/metadata/daftar-data/{row.pk}/"
    with visiting(scene, "bps") as client:
        read = list(
            csv.reader(io.StringIO(client.get(f"{address}?ekspor=csv").content.decode("utf-8-sig")), delimiter=";")
        )
        assert tuple(read[0]) == COLUMNS
        assert read[1][COLUMNS.index("kategori_rad")] == "'=1+1"
        sheet = load_workbook(io.BytesIO(client.get(f"{address}?ekspor=xlsx").content)).worksheets[0]
        assert tuple(cell.value for cell in sheet[1]) == COLUMNS
        assert sheet.cell(2, COLUMNS.index("kategori_rad") + 1).data_type == "s"
        first = load_workbook(io.BytesIO(client.get(f"{address}prioritas/").content)).worksheets[0]
        assert tuple(cell.value for cell in first[1]) == PRIORITY_COLUMNS
        assert first.max_row == 2
        pages = pages_of(client.get(f"{address}cetak/").content)
    assert "dinkes/" in pages[0]
    assert "Penanggung jawab" in pages[0]


def test_strangers_find_nothing(scene: Scene) -> None:
    row = drawn_up(scene)
    for key, status in (("operator.dinkes", 403), ("", 302)):
        with visiting(scene, key) as client:
            assert client.get(f"/metadata/daftar-data/{row.pk}/").status_code == status
    other = Scene(office=make_tiny_office(slug="seberang"))
    with visiting(other, "forum") as client:
        for path in ("", "cetak/", "prioritas/", "perbedaan/", "entri/dinkes/T1/"):
            assert client.get(f"/metadata/daftar-data/{row.pk}/{path}").status_code == 404
        assert client.post(f"/metadata/daftar-data/{row.pk}/kembalikan/", {"reason": "x"}).status_code == 404
