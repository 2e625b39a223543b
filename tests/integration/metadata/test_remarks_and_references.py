"""The Pembina remarks and the office answers; figures of BPS stand beside the bank and never in it."""

import csv
import io
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sektoral.adapters.exports import Column, to_xlsx
from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.metadata.actions.references import ReferenceUpload, add_references
from sektoral.metadata.actions.remarks import RemarkPlace, answer_remark, write_remark
from sektoral.metadata.queries.comparisons import comparison_page
from sektoral.records.models import Observation, ReferenceFigure, Remark, StoredFile, Table
from sektoral.ui.menu import items_for, landing
from tests.offices import make_tiny_office
from tests.rounds import BOTH, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
HEADS = ("kode_baris", "kode_kolom", "periode", "angka")


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", BOTH))  # T1: 10, 11, 12, 13 by row and column
    return scene


def a_table(scene: Scene) -> Table:
    return Table.objects.select_related("agency", "office").get(office=scene.office, agency__code="dinkes", code="T1")


def book(scene: Scene, *lines: Sequence[str | int]) -> bytes:
    columns = [Column(head) for head in HEADS]
    return to_xlsx(columns, lines, zone=ZoneInfo(scene.office.time_zone))


def added(scene: Scene, *lines: Sequence[str | int], key: str = "bps", publication: str = "Dalam Angka 2026") -> int:
    upload = ReferenceUpload("BPS", publication, "bps.xlsx", (book(scene, *lines),))
    return add_references(a_table(scene), upload, by=scene.by(key), at=scene.later(minutes=1))


def test_figures_stand_beside_the_agencys_and_never_in_the_bank(scene: Scene) -> None:
    before = Observation.objects.count()
    assert added(scene, ("A", "l", "2025", 10), ("_T", "_T", "2025", 60), ("_T", "_T", "2023", 44)) == 3
    rows = comparison_page(a_table(scene)).rows
    assert [(row.period, row.place, row.own, row.reference, row.difference, row.kind) for row in rows] == [
        ("2025", "Kelompok A, Laki-laki", "10", "10", "0", "dekat"),
        ("2025", "Jumlah", "46", "60", "-14", "jauh"),
        ("2023", "Jumlah", "…", "44", "–", "sendiri"),
    ]
    assert Observation.objects.count() == before
    kept = ReferenceFigure.objects.get(row="A")
    assert (kept.cell, kept.publication) == ("Daftar!D2", "Dalam Angka 2026")


def test_a_later_figure_replaces_and_the_earlier_one_stays(scene: Scene) -> None:
    added(scene, ("A", "l", "2025", 10), ("A", "p", "2025", 11))
    assert added(scene, ("A", "l", "2025", 10), ("A", "p", "2025", 12)) == 1
    ended = ReferenceFigure.objects.get(replaced_at__isnull=False)
    assert (ended.text, ended.replaced_at) == ("11", scene.now)
    assert ReferenceFigure.objects.filter(replaced_at__isnull=True).count() == 2


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "reference_empty"),
        ([("X", "l", "2025", 1)], "reference_place"),
        ([("A", "l", "tahun ini", 1)], "reference_place"),
        ([("A", "l", "2025", 1), ("A", "p", "2025", "lima")], "reference_figure"),
        ([("A", "l", "2025", 1), ("A", "l", "2025", 2)], "reference_twice"),
    ],
)
def test_a_file_with_one_fault_is_not_taken_at_all(scene: Scene, lines: list[Sequence[str | int]], code: str) -> None:
    with pytest.raises(Invalid) as raised:
        added(scene, *lines)
    assert raised.value.code == code
    assert ReferenceFigure.objects.count() == 0


def test_who_may_add_figures_and_who_may_remark(scene: Scene) -> None:
    for key in ("kadis", "forum", "auditor"):
        with pytest.raises(Refused):
            added(scene, ("A", "l", "2025", 1), key=key)
    for key in ("jp1", "sukor", "forum", "auditor"):
        with pytest.raises(Refused):
            write_remark(a_table(scene), "x", place=RemarkPlace(), by=scene.by(key), at=scene.now)


def test_the_comparison_goes_through_its_pages(scene: Scene) -> None:
    address = f"/metadata/pembanding/{a_table(scene).pk}/"
    with visiting(scene, "bps") as client:
        template = client.get(f"{address}templat/?ekspor=csv").content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(template), delimiter=";"))
        assert rows[0] == ["kode_baris", "baris", "kode_kolom", "kolom", "periode", "angka"]
        assert len(rows) == 10
        filled = template.replace("_T;Jumlah;_T;Jumlah;2025;", "_T;Jumlah;_T;Jumlah;2025;60")
        file = SimpleUploadedFile("bps.csv", filled.encode())
        said = {"publisher": "BPS", "publication": "Konsep: penduduk menetap", "file": file}
        assert client.post(address, said).status_code == 302
        page = client.get(address).content.decode()
        assert "Lewat ambang" in page
        assert "Konsep: penduduk menetap" in page
        assert "60" in client.get(f"{address}?ekspor=csv").content.decode("utf-8-sig")
        assert "1 tabel memiliki angka pembanding" in client.get("/metadata/pembanding/").content.decode()
        assert "Angka pembanding" in client.get(f"/bank-data/tabel/{a_table(scene).pk}/").content.decode()
        wrong = {**said, "file": SimpleUploadedFile("x.xlsx", b"bukan")}
        assert client.post(address, wrong).status_code == 422
    assert StoredFile.objects.filter(name="bps.csv").exists()


def test_a_remark_is_answered_by_the_office_and_read_by_the_agency(scene: Scene) -> None:
    table = a_table(scene)
    with visiting(scene, "bps") as client:
        figure = Observation.objects.filter(table=table, row="A", column="l")[0]
        link = f"/metadata/catatan/baru/{table.pk}/?periode=2025&amp;baris=A&amp;kolom=l"
        assert link in client.get(f"/bank-data/angka/{figure.pk}/").content.decode()
        said = {"period": "2025", "row": "A", "column": "l", "text": "Lebih kecil dari sensus."}
        assert client.post(f"/metadata/catatan/baru/{table.pk}/", {**said, "text": ""}).status_code == 422
        client.post(f"/metadata/catatan/baru/{table.pk}/", said)
        remark = Remark.objects.get()
        assert "Menunggu jawaban" in client.get("/metadata/pembina/").content.decode()
        assert client.post(f"/metadata/catatan/{remark.pk}/", {"answer": "x"}).status_code == 403
    with visiting(scene, "jp1") as client:
        assert "Lebih kecil dari sensus." in client.get("/metadata/catatan/").content.decode()
        client.post(f"/metadata/catatan/{remark.pk}/", {"answer": "Sudah dicocokkan."})
    with visiting(scene, "operator.dinkes") as client:
        page = client.get(f"/langkah-3/{scene.request('dinkes').pk}/", follow=True).content.decode()
        assert "Lebih kecil dari sensus." in page
        assert "Sudah dicocokkan." in page
        assert client.get("/metadata/catatan/").status_code == 403
    with visiting(scene, "bps") as client:
        assert "Sudah dicocokkan." in client.get("/metadata/pembina/").content.decode()
        shown = client.get(f"/bank-data/tabel/{table.pk}/").content.decode()
        assert "Kelompok A, Laki-laki, 2025" in shown


def test_a_remark_is_answered_once_and_about_a_place_of_the_table(scene: Scene) -> None:
    table, by = a_table(scene), scene.by("bps")
    for place in (RemarkPlace(row="X"), RemarkPlace(column="X"), RemarkPlace(period="tahun ini")):
        with pytest.raises(Invalid):
            write_remark(table, "x", place=place, by=by, at=scene.now)
    remark = write_remark(table, "x", place=RemarkPlace(), by=by, at=scene.now)
    answer_remark(remark, "y", by=scene.by("sukor"), at=scene.now)
    with pytest.raises(WrongState):
        answer_remark(remark, "z", by=scene.by("sukor"), at=scene.now)


def test_the_pembina_and_the_forum_begin_at_their_own_pages(scene: Scene) -> None:
    for key, address in (("bps", "/metadata/pembina/"), ("forum", "/metadata/forum/")):
        assert landing(scene.by(key)) == address
        with visiting(scene, key) as client:
            assert client.get(address).status_code == 200
            for item in items_for(scene.by(key), ""):
                assert client.get(item.url, follow=True).status_code == 200, item.label
    with visiting(scene, "jp1") as client:
        assert client.get("/metadata/pembina/").status_code == 403
        assert client.get("/metadata/forum/").status_code == 403


def test_strangers_find_nothing(scene: Scene) -> None:
    table = a_table(scene)
    remark = write_remark(table, "x", place=RemarkPlace(), by=scene.by("bps"), at=scene.now)
    other = Scene(office=make_tiny_office(slug="seberang"), now=scene.now)
    with visiting(other, "bps") as client:
        for address in (
            f"/metadata/catatan/{remark.pk}/",
            f"/metadata/catatan/baru/{table.pk}/",
            f"/metadata/pembanding/{table.pk}/",
            f"/metadata/pembanding/{table.pk}/templat/",
        ):
            assert client.get(address).status_code == 404
        assert "Belum ada catatan" in client.get("/metadata/catatan/").content.decode()
