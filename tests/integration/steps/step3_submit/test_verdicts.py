"""The verdict on a file: taken, to be explained, rejected for its faults, or refused as not what was asked."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from sektoral.adapters.filling import Filling, fill_instrument
from sektoral.adapters.keys import key_id
from sektoral.adapters.sandbox.client import SandboxAnswer
from sektoral.adapters.workbooks import write_instrument
from sektoral.domain import canonical
from sektoral.domain.errors import Unavailable, WrongState
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import MANIFEST
from sektoral.intake import files
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign
from sektoral.records.models import Instrument, Letter, RequestedTable
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from sektoral.steps.step3_submit.actions.reading import read_submission
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from tests.offices import make_tiny_office
from tests.rounds import BOTH, FIRST, SECOND, Scene, answers
from tests.workbooks.filled import KEY

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    return replace(collecting)


def states(scene: Scene) -> list[tuple[str, str]]:
    return list(scene.request("dinkes").tables.order_by("sheet").values_list("sheet", "state"))


def test_a_good_file_waits_for_its_letter(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    assert (submission.state, submission.verdict, submission.read_at) == ("awaiting_letter", "accepted", scene.now)
    assert states(scene) == [("T01", "pending"), ("T02", "pending")]
    request = scene.request("dinkes")
    assert (request.state, request.data_received_at, request.completed_at) == ("sent", scene.now, None)
    first = scene.items(submission)[0]
    assert [(cell["row"], cell["column"], cell["text"]) for cell in first.cells] == [
        ("A", "l", "10"),
        ("A", "p", "11"),
        ("B", "l", "12"),
        ("B", "p", "13"),
    ]


def test_declarations_are_answers_with_their_reason(scene: Scene) -> None:
    submission = scene.upload(
        "dinkes", Filling(nil=frozenset({"T01"}), unavailable={"T02": "3"}, remarks={"T02": "Di BPKAD"})
    )
    nil, unavailable = scene.items(submission)
    assert (nil.answer, unavailable.answer) == ("nil", "unavailable")
    assert "BPKAD" in unavailable.reason


def test_a_table_may_be_left_for_later(scene: Scene) -> None:
    submission = scene.upload("dinkes", FIRST)
    assert submission.state == "awaiting_letter"
    assert states(scene) == [("T01", "pending"), ("T02", "waiting")]
    second = scene.upload("dinkes", SECOND)
    assert (scene.submission(submission).state, second.state) == ("awaiting_letter", "awaiting_letter")
    assert states(scene) == [("T01", "pending"), ("T02", "pending")]


def test_a_fault_rejects_the_whole_file_with_its_cell(scene: Scene) -> None:
    submission = scene.upload("dinkes", Filling(answers(), slips={("T01", "C8"): "belum ada"}))
    assert (submission.state, submission.verdict) == ("rejected", "rejected")
    fault = submission.findings.get(severity="salah")
    assert (fault.sheet, fault.cell, fault.value) == ("T01", "C8", "belum ada")
    assert submission.items.count() == 0
    assert states(scene) == [("T01", "waiting"), ("T02", "waiting")]
    assert scene.request("dinkes").data_received_at is None


def test_an_explanation_does_not_mend_a_fault(scene: Scene) -> None:
    filling = Filling(answers(), slips={("T01", "C8"): "belum ada"}, explanations={("T01", "A"): "Memang begitu."})
    submission = scene.upload("dinkes", filling)
    assert (submission.state, submission.verdict) == ("rejected", "rejected")


def test_a_blank_workbook_brings_nothing(scene: Scene) -> None:
    submission = scene.upload("dinkes", Filling())
    assert (submission.state, submission.refusal_code) == ("refused", "nothing_new")


def test_bytes_that_are_no_workbook_are_refused(scene: Scene) -> None:
    assert scene.upload("dinkes", b"PK\x03\x04 nothing of the kind").state == "refused"


def test_a_workbook_of_another_agency_is_refused(scene: Scene) -> None:
    submission = scene.upload("dinkes", scene.workbook("disdik", FIRST))
    assert (submission.state, submission.refusal_code) == ("refused", "instrument_of_other_agency")


def test_a_workbook_of_another_round_is_refused(scene: Scene) -> None:
    earlier = scene.workbook("dinkes", BOTH)
    scene.later(days=1)
    scene.period = "2024"
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", earlier)
    assert (submission.state, submission.refusal_code) == ("refused", "instrument_of_other_round")


def test_a_workbook_of_another_office_is_refused_though_agency_and_codes_are_the_same(scene: Scene) -> None:
    other = Scene(make_tiny_office(slug="seberang"))
    other.collecting("dinkes")
    submission = scene.upload("dinkes", other.workbook("dinkes", BOTH))
    assert (submission.state, submission.refusal_code) == ("refused", "instrument_of_other_office")


def test_an_edited_definition_is_noticed(scene: Scene) -> None:
    book = load_workbook(io.BytesIO(scene.workbook("dinkes", BOTH)))
    edited = 0
    for row in book[MANIFEST].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and "Jumlah Contoh 1" in cell.value:
                cell.value, edited = cell.value.replace("Jumlah Contoh 1", "Jumlah Contoh 9"), edited + 1
    assert edited == 1
    target = io.BytesIO()
    book.save(target)
    submission = scene.upload("dinkes", target.getvalue())
    assert (submission.state, submission.refusal_code) == ("refused", "instrument_forged")


def test_a_definition_that_somebody_else_signed_is_forged(scene: Scene) -> None:
    definition = canonical.read(InstrumentDef, scene.request("dinkes").instruments.get().definition)
    forged = write_instrument(definition, signing_key=KEY, key_id=key_id(KEY.public_key()), made_at=scene.now)
    submission = scene.upload("dinkes", fill_instrument(forged, BOTH))
    assert (submission.state, submission.refusal_code) == ("refused", "instrument_forged")


def test_an_instrument_that_was_never_issued_is_unknown(scene: Scene) -> None:
    data = scene.workbook("dinkes", BOTH)
    instrument = Instrument.objects.get(request=scene.request("dinkes"))
    other = {**instrument.definition, "id": "lain"}
    Instrument.objects.filter(pk=instrument.pk).update(definition=other)  # saving leaves out what is fixed
    assert scene.upload("dinkes", data).refusal_code == "instrument_unknown"


def test_a_table_that_was_moved_away_is_left_out(scene: Scene) -> None:
    RequestedTable.objects.filter(request=scene.request("dinkes"), sheet="T02").update(state="moved")
    submission = scene.upload("dinkes", BOTH)
    assert [item.requested_table.sheet for item in scene.items(submission)] == ["T01"]
    assert states(scene) == [("T01", "pending"), ("T02", "moved")]


def test_a_file_is_read_once(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    read_submission(submission, at=scene.later(days=1))
    assert scene.submission(submission).read_at == submission.read_at
    assert submission.items.count() == 2


def test_where_the_sandbox_is_down_the_file_is_read_later(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    data = scene.workbook("dinkes", BOTH)
    upload = Upload(scene.request("dinkes"), "a.xlsx", (data,))
    submission = receive(upload, by=scene.by("operator.dinkes"), at=scene.now)
    down = SandboxAnswer(ok=False, code="sandbox_unavailable")
    monkeypatch.setattr("sektoral.intake.reading.run", lambda *_, **__: down)
    with pytest.raises(Unavailable):
        read_submission(scene.submission(submission), at=scene.now)
    assert scene.submission(submission).state == "received"
    monkeypatch.undo()
    scene.settle()
    assert scene.submission(submission).state == "awaiting_letter"


def test_a_file_read_after_a_newer_one_takes_nothing_back(scene: Scene) -> None:
    older = scene.workbook("dinkes", BOTH)
    newer = scene.workbook("dinkes", Filling(answers(start=70)))
    operator = scene.by("operator.dinkes")
    waiting = [
        receive(Upload(scene.request("dinkes"), f"{number}.xlsx", (data,)), by=operator, at=scene.now)
        for number, data in enumerate((older, newer))
    ]
    read_submission(scene.submission(waiting[1]), at=scene.now)
    scene.settle()
    first, second = (scene.submission(one) for one in waiting)
    assert (first.state, first.refusal_code, second.state) == ("refused", "nothing_new", "awaiting_letter")
    assert {item.state for item in second.items.all()} == {"pending"}


def test_what_is_replaced_in_part_is_signed_for_anew(scene: Scene) -> None:
    first = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(first, by=scene.by("operator.dinkes"), at=scene.now)
    head = scene.by("kepala.dinkes")
    shown = finalise(letter, by=head, at=scene.now)
    scene.upload("dinkes", SECOND)
    with pytest.raises(WrongState, match="signing_stale"):
        sign(letter, sha256=shown.sha256, by=head, at=scene.now, gateway=local_authority())
    again = Letter.objects.get(pk=letter.pk)
    assert again.content["values_sha256"] == scene.submission(first).values_sha256 != first.values_sha256
    scene.sign(again, "kepala.dinkes")
    assert scene.submission(first).state == "complete"


def test_findings_beyond_the_listed_ones_are_counted(scene: Scene) -> None:
    submission = scene.upload("dinkes", Filling(answers(), slips={("T01", "C8"): "x", ("T01", "C9"): "y"}))
    assert sum(submission.totals.values()) == submission.findings.count() == 2


def test_files_are_kept_under_their_own_name(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    assert files.path_of(submission.file).name == submission.file.sha256


@pytest.mark.parametrize("figure", ["9" * 29, "1e300"])
def test_a_figure_that_the_bank_cannot_hold_is_a_fault_of_its_cell(scene: Scene, figure: str) -> None:
    value = Decimal(figure) if "e" in figure else figure
    submission = scene.upload("dinkes", Filling({**answers(("T01",)), ("T01", "A", "l"): value}))
    assert list(submission.findings.filter(severity="salah").values_list("code", "cell")) == [("number_too_long", "C8")]
