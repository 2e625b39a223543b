"""The letter register as a workbook that goes out, is filled in, and comes back; and the pages of numbers."""

import io
from collections.abc import Callable, Mapping
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl.worksheet.worksheet import Worksheet

from sektoral.letters.actions.drafting import void
from sektoral.records.models import Letter, Office
from tests.offices import make_two_offices
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
NUMBERS, PREVIEW, APPLY = "/surat/nomor/", "/surat/nomor/pratinjau/", "/surat/nomor/terapkan/"
EXPORT = "/surat/?ekspor=xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    Office.objects.update(numbering={"source": "register", "kinds": {}})
    scene.office.refresh_from_db()
    return scene


def heads_of(sheet: Worksheet) -> Mapping[str, int]:
    return {str(cell.value): column for column, cell in enumerate(sheet[1], start=1)}


def filled(
    client: Client, numbers: Mapping[str, str | int | date], change: Callable[[Worksheet], None] | None = None
) -> bytes:
    """The exported register with numbers written beside letters, by the letter's id."""
    book = openpyxl.load_workbook(io.BytesIO(client.get(EXPORT).content))
    sheet = book.worksheets[0]
    heads = heads_of(sheet)
    for row in range(2, sheet.max_row + 1):
        key = str(sheet.cell(row, heads["ID surat"]).value)
        if key in numbers:
            sheet.cell(row, heads["Nomor"]).value = numbers[key]
    if change:
        change(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def preview(client: Client, data: bytes, name: str = "agenda.xlsx") -> HttpResponse:
    return client.post(PREVIEW, {"file": SimpleUploadedFile(name, data, XLSX)})  # type: ignore[return-value]


def confirmed(answer: HttpResponse) -> dict[str, str]:
    """What the preview's one button posts."""
    plan = answer.context["plan"]  # type: ignore[attr-defined]
    posted = {"numbers": "".join(f"{row.letter} {row.number} " for row in plan.given)}
    assert f'value="{posted["numbers"]}"' in answer.content.decode()
    return posted


def numbers_of(*letters: Letter) -> list[str]:
    return [Letter.objects.get(pk=letter.pk).number for letter in letters]


def test_the_filled_register_is_looked_through_and_applied_by_one_confirmation(scene: Scene) -> None:
    first, second, third = scene.drafted("dinkes", "disdik", "diskominfo")
    with visiting(scene, "jp1") as client:
        answer = preview(client, filled(client, {str(first.pk): " 500.14 / 7/DISKOMINFO/2026 ", str(second.pk): 8}))
        assert numbers_of(first, second) == ["", ""]  # nothing is stored by looking
        assert {key.value: n for key, n in answer.context["plan"].counts.items() if n} == {"given": 2, "empty": 1}  # type: ignore[attr-defined]
        done = client.post(APPLY, confirmed(answer))
        assert "2 dari 2 nomor" in done.content.decode()
        again = preview(client, filled(client, {}))
        assert {key.value: n for key, n in again.context["plan"].counts.items() if n} == {"unchanged": 2, "empty": 1}  # type: ignore[attr-defined]
    assert numbers_of(first, second, third) == ["500.14/7/DISKOMINFO/2026", "8", ""]


def test_each_row_says_why_it_is_refused(scene: Scene) -> None:
    letters = scene.drafted("dinkes", "disdik", "diskominfo")
    signed, void_one, doubled = letters
    from sektoral.letters.actions.numbering import enter_number

    enter_number(signed, "1/2026", by=scene.by("jp1"), at=scene.now)
    scene.initial(signed)
    scene.sign(signed, "kadis")
    void(void_one, reason="Keliru.", by=scene.by("kadis"), at=scene.now)

    def more(sheet: Worksheet) -> None:
        heads = heads_of(sheet)
        for key, number in (
            ("bukan-id", "10/2026"),
            ("00000000-0000-4000-8000-000000000000", "11/2026"),
            (str(doubled.pk), "12/2026"),
        ):
            row = sheet.max_row + 1
            sheet.cell(row, heads["ID surat"]).value = key
            sheet.cell(row, heads["Nomor"]).value = number

    with visiting(scene, "jp1") as client:
        numbers = {str(signed.pk): "9/2026", str(void_one.pk): "13/2026", str(doubled.pk): "14/2026"}
        answer = preview(client, filled(client, numbers, more))
    rows = answer.context["plan"].rows  # type: ignore[attr-defined]
    said = {(row.number, row.outcome.value): row.why for row in rows}
    assert {key[1] for key in said} == {"refused"}
    assert "sudah bernomor 1/2026" in said["9/2026", "refused"]
    assert "Surat sedang “batal”" in said["13/2026", "refused"]
    assert "lebih dari satu baris" in said["12/2026", "refused"]
    assert "lebih dari satu baris" in said["14/2026", "refused"]
    assert said["10/2026", "refused"] == said["11/2026", "refused"] == "Surat ini tidak dikenal."


@pytest.mark.parametrize("number", ["=1+1", "12 13", "tanpa", "x" * 200])
def test_what_is_no_number_is_refused_by_its_row(scene: Scene, number: str) -> None:
    (letter,) = scene.drafted("dinkes")
    with visiting(scene, "jp1") as client:
        answer = preview(client, filled(client, {str(letter.pk): number}))
    assert [row.outcome.value for row in answer.context["plan"].rows] == ["refused"]  # type: ignore[attr-defined]


def test_a_number_that_excel_made_a_day_is_refused(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    with visiting(scene, "jp1") as client:
        answer = preview(client, filled(client, {str(letter.pk): date(2026, 11, 12)}))
    (row,) = answer.context["plan"].rows  # type: ignore[attr-defined]
    assert (row.outcome.value, "bukan nomor surat" in row.why) == ("refused", True)


def test_one_number_on_two_rows_is_refused_on_both(scene: Scene) -> None:
    first, second = scene.drafted("dinkes", "disdik")
    with visiting(scene, "jp1") as client:
        answer = preview(client, filled(client, {str(first.pk): "7/2026", str(second.pk): "7 / 2026"}))
        assert [row.outcome.value for row in answer.context["plan"].rows] == ["refused", "refused"]  # type: ignore[attr-defined]
        client.post(APPLY, {"numbers": f"{first.pk} 7/2026 {second.pk} 7/2026"})  # as nobody's page would post
    assert sorted(numbers_of(first, second)) == ["", "7/2026"]


def test_what_happened_since_the_preview_is_told_row_by_row(scene: Scene) -> None:
    from sektoral.letters.actions.numbering import enter_number

    first, second = scene.drafted("dinkes", "disdik")
    with visiting(scene, "jp1") as client:
        answer = preview(client, filled(client, {str(first.pk): "7/2026", str(second.pk): "8/2026"}))
        void(first, reason="Keliru.", by=scene.by("kadis"), at=scene.now)
        done = client.post(APPLY, confirmed(answer)).content.decode()
    assert "1 dari 2 nomor" in done
    assert "Surat sedang “batal”" in done
    assert numbers_of(first, second) == ["", "8/2026"]
    with pytest.raises(Exception, match="number_unchanged"):
        enter_number(second, "8/2026", by=scene.by("jp1"), at=scene.now)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "agenda.xlsx", "kosong"),
        (b"%PDF-1.7 bukan buku kerja", "agenda.xlsx", "tidak dapat dibaca"),
        (b"Nomor;Perihal\r\n7/2026;Uji\r\n", "agenda.csv", "ID surat"),
    ],
)
def test_another_file_is_refused_with_what_to_do(scene: Scene, data: bytes, name: str, said: str) -> None:
    with visiting(scene, "jp1") as client:
        answer = preview(client, data, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_many_numbers_are_typed_on_one_page_and_a_refused_one_stays_to_be_mended(scene: Scene) -> None:
    first, second = scene.drafted("dinkes", "disdik")
    with visiting(scene, "jp1") as client:
        assert b"Dinas Kesehatan" in client.get(NUMBERS).content
        assert client.post(NUMBERS, {}).status_code == 302
        answer = client.post(NUMBERS, {f"nomor.{first.pk}": "7/2026", f"nomor.{second.pk}": "7 8"})
        assert (answer.status_code, 'value="7 8"' in answer.content.decode()) == (422, True)
        assert client.post(NUMBERS, {f"nomor.{second.pk}": "8/2026"}).status_code == 302
    assert numbers_of(first, second) == ["7/2026", "8/2026"]


def test_one_number_is_entered_on_its_letter_s_page(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    with visiting(scene, "kadis") as client:
        assert "belum bernomor" in client.get("/surat/antrean/tanda-tangan/").content.decode()
    with visiting(scene, "jp1") as client:
        assert "Catat nomor" in client.get(f"/surat/{letter.pk}/").content.decode()
        client.post(f"/surat/{letter.pk}/nomor/", {"number": "7/2026"})
        assert "Catat nomor" not in client.get(f"/surat/{letter.pk}/").content.decode()
    assert numbers_of(letter) == ["7/2026"]


def test_others_neither_see_nor_enter_numbers(scene: Scene, client: Client) -> None:
    (letter,) = scene.drafted("dinkes")
    own = f"/surat/{letter.pk}/nomor/"
    for address in (NUMBERS, PREVIEW, APPLY, own):
        assert client.post(address).headers["Location"].startswith("/akun/login/")
    for key in ("kadis", "auditor"):
        with visiting(scene, key) as visitor:
            assert [visitor.post(address).status_code for address in (NUMBERS, PREVIEW, APPLY, own)] == [403] * 4
    with visiting(scene, "operator.dinkes") as visitor:
        assert visitor.post(own, {"number": "7/2026"}).status_code == 404
    assert numbers_of(letter) == [""]


def test_another_office_s_letter_is_no_letter_of_this_register() -> None:
    here, there = make_two_offices()
    Office.objects.update(numbering={"source": "register", "kinds": {}})
    here.refresh_from_db()
    theirs = Scene(there).drafted("dinkes")[0]
    scene = Scene(here)
    scene.drafted("dinkes")

    def more(sheet: Worksheet) -> None:
        heads = heads_of(sheet)
        sheet.cell(2, heads["ID surat"]).value = str(theirs.pk)
        sheet.cell(2, heads["Nomor"]).value = "7/2026"

    with visiting(scene, "jp1") as client:
        answer = preview(client, filled(client, {}, more))
        assert "Surat ini tidak dikenal." in answer.content.decode()
        client.post(APPLY, {"numbers": f"{theirs.pk} 7/2026"})
    assert numbers_of(theirs) == [""]


def test_a_void_letter_keeps_its_number_and_everybody_is_told() -> None:
    scene = Scene()
    scene.signed("dinkes")
    letter = Letter.objects.get(kind="request")
    void(letter, reason="Salah alamat.", by=scene.by("kadis"), at=scene.later(minutes=1))
    with visiting(scene, "auditor") as client:
        row = client.get("/surat/?keadaan=void").content.decode()
        page = client.get(f"/surat/{letter.pk}/").content.decode()
    with visiting(scene) as client:
        public = client.get(f"/v/{letter.token}").content.decode()
    assert [letter.number in text for text in (row, page, public)] == [True] * 3
    assert "Batal" in row
    assert "Tidak dipakai lagi" in page
    assert "Surat ini dibatalkan" in public
