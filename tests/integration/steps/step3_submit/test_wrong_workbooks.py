"""Wrong workbooks: refused with the reason, kept, led to the right one, and what was typed carried over by hand."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from sektoral.adapters.filling import Filling
from sektoral.domain import canonical
from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.domain.instruments import TableDef
from sektoral.domain.states import SubmissionState
from sektoral.intake import files
from sektoral.records.models import Event, Submission, Table
from sektoral.setup.actions import Merger, merge_agencies
from sektoral.setup.actions.tables import revise_table
from sektoral.steps.step3_submit.actions.editions import adopt_editions
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step4_check.actions.deciding import return_items
from tests.rounds import BOTH, FIRST, Scene
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CARRY = "Pindahkan isian ke buku kerja yang benar"


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


def _url(submission: Submission, *parts: str) -> str:
    return "/".join(["/langkah-3", str(submission.request_id), "kiriman", str(submission.pk), *parts, ""])


def _page(scene: Scene, submission: Submission, key: str = "operator.dinkes") -> str:
    with visiting(scene, key) as client:
        return client.get(f"/langkah-3/{submission.request_id}/").content.decode()


def _carried(scene: Scene, submission: Submission, key: str = "operator.dinkes") -> tuple[str, bytes]:
    """The page that tells what goes over, and the filled workbook."""
    with visiting(scene, key) as client:
        page = client.get(_url(submission, "pindah"))
        file = client.get(_url(submission, "pindah", "buku-kerja"))
    assert (page.status_code, file.status_code) == (200, 200)
    return page.content.decode(), file.content


def _revised(scene: Scene, **change: object) -> Table:
    table = Table.objects.get(agency__code="dinkes", code="T1", is_current=True)
    definition = canonical.read(TableDef, table.definition)
    return revise_table(table, replace(definition, **change), by=scene.by("admin"), at=scene.now)  # type: ignore[arg-type]


def test_last_rounds_workbook_is_refused_kept_and_carried_over(scene: Scene) -> None:
    old = scene.workbook("dinkes", BOTH)
    scene.later(days=1)
    scene.period = "2026"
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", old)
    assert (submission.state, submission.refusal_code) == (SubmissionState.REFUSED, "instrument_of_other_round")
    assert files.read(submission.file) == old
    body = _page(scene, submission)
    assert CARRY in body
    assert f"/berkas/{scene.request('dinkes').instruments.get().file_id}/" in body
    assert "Buku kerja ini menjawab permintaan lain" in body
    page, filled = _carried(scene, submission)
    assert "<strong>8 isian</strong>" in page
    assert scene.submission(submission).request.submissions.count() == 1  # nothing was submitted by itself
    again = scene.upload("dinkes", filled)
    assert (again.state, again.items.count()) == (SubmissionState.AWAITING_LETTER, 2)


def test_another_agencys_workbook_is_named_to_who_may_know_it_only(scene: Scene) -> None:
    foreign = scene.workbook("disdik", FIRST)
    submission = scene.upload("dinkes", foreign)
    assert submission.refusal_code == "instrument_of_other_agency"
    own, office = _page(scene, submission), _page(scene, submission, "jp1")
    assert "Dinas Pendidikan" not in own
    assert "Unduh buku kerja yang benar" in own
    assert CARRY not in own
    assert "Buku kerja ini milik Dinas Pendidikan." in office
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(_url(submission, "pindah")).status_code == 404


def test_a_merged_agencys_workbook_goes_over_to_its_successor(scene: Scene) -> None:
    old = scene.workbook("disdik", FIRST)
    merge_agencies(Merger(scene.agency("disdik"), scene.agency("dinkes")), by=scene.by("admin"), at=scene.now)
    scene.later(minutes=1)
    scene.settle()
    submission = scene.upload("dinkes", old)
    assert submission.refusal_code == "instrument_of_other_agency"
    assert "Buku kerja ini milik Dinas Pendidikan." in _page(scene, submission)
    _, filled = _carried(scene, submission)
    again = scene.upload("dinkes", filled)
    assert [item.requested_table.table.agency.code for item in again.items.all()] == ["disdik"]


def test_an_edited_manifest_is_refused_and_the_typed_data_are_not_lost(scene: Scene) -> None:
    book = load_workbook(io.BytesIO(scene.workbook("dinkes", BOTH)))
    book["_manifest"]["B6"].value = "0" * 128
    edited = io.BytesIO()
    book.save(edited)
    submission = scene.upload("dinkes", edited.getvalue())
    assert submission.refusal_code == "instrument_forged"
    page, filled = _carried(scene, submission)
    assert "<strong>8 isian</strong>" in page
    assert scene.upload("dinkes", filled).state == SubmissionState.AWAITING_LETTER


def test_a_new_edition_is_asked_and_the_old_workbook_is_refused(scene: Scene) -> None:
    old = scene.workbook("dinkes", BOTH)
    table = Table.objects.get(agency__code="dinkes", code="T1")
    definition = canonical.read(TableDef, table.definition)
    _revised(scene, rows=definition.rows[:1])
    assert "Pakai rumusan terbaru" in _page_of_request(scene, "jp1")
    assert "Pakai rumusan terbaru" not in _page_of_request(scene, "operator.dinkes")
    with visiting(scene, "jp1") as client:
        assert client.post(f"/langkah-3/{scene.request('dinkes').pk}/rumusan/").status_code == 302
    scene.later(minutes=1)
    scene.settle()
    newest = scene.request("dinkes").instruments.order_by("-version")[0]
    assert [table["version"] for _, table in newest.definition["sheets"]] == [2, 1]
    submission = scene.upload("dinkes", old)
    assert (submission.refusal_code, submission.refusal_facts) == ("instrument_outdated", {"tables": "T01"})
    page, filled = _carried(scene, submission)
    assert "2 tidak dapat dipindahkan" in page
    assert "Barisnya tidak ada di buku kerja yang benar." in page
    again = scene.upload("dinkes", filled)
    assert (again.state, sum(len(item.cells) for item in again.items.all())) == (SubmissionState.AWAITING_LETTER, 6)


def _page_of_request(scene: Scene, key: str) -> str:
    with visiting(scene, key) as client:
        return client.get(f"/langkah-3/{scene.request('dinkes').pk}/").content.decode()


def test_an_old_workbook_that_answers_only_unchanged_tables_is_taken(scene: Scene) -> None:
    old = scene.workbook("dinkes", Filling({key: value for key, value in BOTH.values.items() if key[0] == "T02"}))
    _revised(scene, title="Judul yang diperbaiki")
    adopt_editions(scene.request("dinkes"), by=scene.by("jp1"), at=scene.now)
    scene.later(minutes=1)
    scene.settle()
    submission = scene.upload("dinkes", old)
    assert [item.requested_table.sheet for item in submission.items.all()] == ["T02"]


def test_a_definition_changes_by_a_new_edition_only(scene: Scene) -> None:
    edition = _revised(scene, title="Judul yang diperbaiki")
    assert (edition.version, edition.definition["version"], edition.title) == (2, 2, "Judul yang diperbaiki")
    assert Event.objects.filter(kind="table.revised", about_id=str(edition.pk)).count() == 1
    with pytest.raises(Invalid, match="table_unchanged"):
        _revised(scene, title="Judul yang diperbaiki")
    with pytest.raises(Invalid, match="table_code_differs"):
        _revised(scene, code="T9")
    with pytest.raises(WrongState, match="table_not_current"):
        _revise_old(scene)


def _revise_old(scene: Scene) -> None:
    first = Table.objects.get(agency__code="dinkes", code="T1", version=1)
    definition = canonical.read(TableDef, first.definition)
    revise_table(first, replace(definition, title="Lain"), by=scene.by("admin"), at=scene.now)


def test_only_who_may_changes_definitions_and_what_is_asked(scene: Scene) -> None:
    request = scene.request("dinkes")
    with pytest.raises(WrongState, match="editions_current"):
        adopt_editions(request, by=scene.by("jp1"), at=scene.now)
    with pytest.raises(Refused):
        adopt_editions(request, by=scene.by("operator.dinkes"), at=scene.now)
    table = Table.objects.get(agency__code="dinkes", code="T1")
    with pytest.raises(Refused):
        revise_table(table, canonical.read(TableDef, table.definition), by=scene.by("jp1"), at=scene.now)


def test_a_stranger_finds_nothing_to_carry(scene: Scene) -> None:
    submission = scene.upload("dinkes", scene.workbook("disdik", FIRST))
    good = scene.upload("disdik", FIRST)
    with visiting(scene, "operator.disdik") as client:
        assert client.get(_url(submission, "pindah")).status_code == 404
        assert client.get(_url(submission, "pindah", "buku-kerja")).status_code == 404
        assert client.get(_url(good, "pindah")).status_code == 404


def test_the_upload_step_does_not_look_finished_while_a_table_is_back(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    first, *_ = scene.items(submission)
    return_items([first], reason="Periksa lagi.", by=scene.by("sukor"), at=scene.later(minutes=5))
    scene.accept_all(submission)
    body = _page(scene, submission)
    upload = body[body.index('id="unggah"') : body.index('id="temuan"')]
    assert "1 tabel perlu diunggah lagi" in upload
    assert "tone-done" not in upload


def test_a_file_that_came_for_another_request_tells_where_it_belongs(scene: Scene) -> None:
    """The office enters a file under the wrong agency; it sees where to enter it instead."""
    upload = Upload(scene.request("dinkes"), "isian.xlsx", (scene.workbook("disdik", FIRST),))
    receive(upload, by=scene.by("jp1"), at=datetime(2026, 11, 24, tzinfo=UTC))
    scene.settle()
    assert f"/langkah-3/{scene.request('disdik').pk}/#unggah" in _page_of_request(scene, "jp1")
