"""Correcting figures of the bank: signed for, checked by another person, stored as new versions with the reason."""

import re
from dataclasses import replace
from typing import cast

import pytest
from django.http import HttpResponse

from sektoral.adapters.filling import Filling
from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.findings import Severity
from sektoral.intake import files
from sektoral.project.invariants import verify
from sektoral.project.invariants.receipts import check_receipts
from sektoral.records.models import Channel, Letter, Observation, Round, Submission
from sektoral.steps.step3_submit.actions.correcting import Correction, check_correction, correct
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from sektoral.steps.step3_submit.queries.drafts import desk_of
from sektoral.steps.step4_check.actions.deciding import accept
from sektoral.steps.step5_report.actions import draft_addendum
from tests.pdf_text import pages_of
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db
WHY = "Salah salin dari buku register."
FIRST = {**answers(("T01",)), ("T01", "A", "l"): 1234}


@pytest.fixture
def scene() -> Scene:
    """A table stands in the bank: 1234, 11, 12, 13."""
    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", Filling(FIRST)))
    scene.later(hours=1)
    return scene


def correction(scene: Scene, *, reason: str = WHY, **cells: str) -> Correction:
    return Correction(desk_of(scene.request("dinkes")), "T01", cells, reason)


def corrected(scene: Scene, **cells: str) -> Submission:
    sent = correct(correction(scene, **cells), by=scene.by("operator.dinkes"), at=scene.now)
    scene.settle()
    return scene.submission(sent)


def current() -> dict[str, tuple[int, str, str]]:
    rows = Observation.objects.filter(superseded_at__isnull=True)
    return {row.row + row.column: (row.version, row.text, row.reason) for row in rows}


def test_only_what_was_changed_gets_a_version_and_it_says_why(scene: Scene) -> None:
    sent = corrected(scene, C8="1.243")
    assert (sent.state, sent.correction_reason, sent.items.count()) == ("awaiting_letter", WHY, 1)
    assert current()["Al"] == (1, "1234", "")
    handed = scene.hand_over_by_letter(sent)
    assert current()["Al"] == (1, "1234", "")
    scene.accept_all(handed)
    assert current() == {
        "Al": (2, "1243", f"Perbaikan data: {WHY}"),
        "Ap": (1, "11", ""),
        "Bl": (1, "12", ""),
        "Bp": (1, "13", ""),
    }
    assert [fault for outcome in verify(at=scene.now) for fault in outcome.faults] == []


def test_a_reason_that_was_changed_in_its_row_only_is_found(scene: Scene) -> None:
    sent = corrected(scene, C8="1.243")
    assert list(check_receipts(scene.office, scene.now)) == []
    Submission.objects.filter(pk=sent.pk).update(correction_reason="Alasan lain.")
    assert ["alasan perbaikan" in fault for fault in check_receipts(scene.office, scene.now)] == [True]


def test_the_letter_says_that_it_corrects_and_names_every_cell(scene: Scene) -> None:
    handed = scene.hand_over_by_letter(corrected(scene, C8="1.243", D9="..."))
    letter = handed.letters.get(kind="transmittal")
    assert letter.subject == "Perbaikan Data Statistik Sektoral"
    assert letter.signed_file
    text = " ".join(pages_of(files.read(letter.signed_file)))
    assert f"perbaikan atas data yang sudah tersimpan di Bank Data, dengan alasan: {WHY}" in text
    table = text.partition("Menjadi")[2]
    assert re.search(r"1\.234 1\.243", table)
    assert re.search(r"13 …", table)


def test_who_checks_it_reads_why_and_which_cells(scene: Scene) -> None:
    handed = scene.hand_over_by_letter(corrected(scene, C8="1.243"))
    with visiting(scene, "sukor") as client:
        for address in (f"/langkah-4/{handed.pk}/", f"/langkah-4/{handed.pk}/T01/"):
            body = client.get(address).content.decode()
            assert f"Alasan: {WHY}" in body
            assert "1.234 menjadi <strong>1.243</strong>" in body


def test_the_office_corrects_on_the_agency_s_behalf_and_says_by_which_way_it_came(scene: Scene) -> None:
    asked = replace(correction(scene, C8="1.243"), channel=Channel.PAPER)
    sent = correct(asked, by=scene.by("jp1"), at=scene.now)
    scene.settle()
    sent = scene.submission(sent)
    draft_transmittal(sent, by=scene.by("jp1"), at=scene.later(minutes=1))
    scene.sign(sent.letters.get(kind="transmittal"), "kepala.dinkes")
    items = list(sent.items.all())
    with pytest.raises(Refused, match="maker_is_checker"):
        accept(items, by=scene.by("jp1"), at=scene.now)
    accept(items, by=scene.by("sukor"), at=scene.now)
    assert current()["Al"][:2] == (2, "1243")


@pytest.mark.parametrize(
    ("cells", "reason", "code"),
    [
        ({}, WHY, "correction_changes_nothing"),
        ({"C8": "1234"}, WHY, "correction_changes_nothing"),
        ({"C8": "1"}, "  ", "reason_missing"),
        ({"C99": "1"}, WHY, "form_field_unknown"),
    ],
)
def test_what_corrects_nothing_or_says_nothing_is_refused(
    scene: Scene, cells: dict[str, str], reason: str, code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        correct(replace(correction(scene, **cells), reason=reason), by=scene.by("operator.dinkes"), at=scene.now)
    assert Submission.objects.count() == 1


def test_one_correction_of_a_table_at_a_time(scene: Scene) -> None:
    corrected(scene, C8="1.243")
    with pytest.raises(WrongState, match="correction_under_way"):
        correct(correction(scene, C8="5"), by=scene.by("operator.dinkes"), at=scene.now)


def test_a_table_that_the_bank_does_not_hold_is_sent_not_corrected(scene: Scene) -> None:
    asked = Correction(desk_of(scene.request("dinkes")), "T02", {"C8": "1"}, WHY)
    with pytest.raises(WrongState, match="correction_nothing_held"):
        correct(asked, by=scene.by("operator.dinkes"), at=scene.now)


def test_somebody_of_another_agency_finds_nothing(scene: Scene) -> None:
    with pytest.raises((Refused, NotFound)):
        correct(correction(scene, C8="1"), by=scene.by("operator.disdik"), at=scene.now)


def test_what_was_corrected_can_be_corrected_back(scene: Scene) -> None:
    for said in ("1.243", "1234", "1.243"):
        scene.accept_all(scene.hand_over_by_letter(corrected(scene, C8=said)))
        scene.later(minutes=5)
    assert current()["Al"][:2] == (4, "1243")


def test_the_check_finds_in_a_correction_what_it_finds_in_any_answer(scene: Scene) -> None:
    found = check_correction(correction(scene, C8="dua"), by=scene.by("operator.dinkes"), at=scene.now)
    assert [one.cell for one in found if one.severity is Severity.ERROR] == ["C8"]
    assert corrected(scene, C8="dua").state == "rejected"
    assert current()["Al"] == (1, "1234", "")


def test_after_the_round_was_closed_the_addendum_tells_of_it(scene: Scene) -> None:
    round_ = Round.objects.get()
    scene.reported(round_)
    scene.later(days=1)
    scene.accept_all(scene.hand_over_by_letter(corrected(scene, C8="1.243")))
    addendum = draft_addendum(Round.objects.get(), by=scene.by("jp1"), at=scene.later(minutes=1))
    told = addendum.content["corrections"]
    letter = Letter.objects.filter(kind="transmittal").order_by("-signed_at")[0]
    assert told == [
        {
            "agency": round_.requests.get().agency.name,
            "table": Observation.objects.all()[0].table.title,
            "cells": 1,
            "reason": WHY,
            "letter": letter.number,
        }
    ]
    assert current()["Al"][:2] == (2, "1243")


def test_the_page_shows_what_the_bank_holds_marks_what_is_changed_and_sends_it(scene: Scene) -> None:
    address = f"/langkah-3/{scene.request('dinkes').pk}/perbaikan/T01/"
    with visiting(scene, "operator.dinkes") as client:
        shown = client.get(address).content.decode()
        assert 'value="1.234"' in shown
        tried = client.post(address, {"C8": "1.243", "aksi": "periksa"}).content.decode()
        assert "1 sel diubah" in tried
        assert "is-changed" in tried
        assert "Tidak ada temuan" in tried
        assert Submission.objects.count() == 1
        lacking = cast(HttpResponse, client.post(address, {"C8": "1.243", "aksi": "kirim"}))
        assert lacking.status_code == 422
        sent = cast(HttpResponse, client.post(address, {"C8": "1.243", "aksi": "kirim", "reason": WHY}))
        assert sent.status_code == 302
        assert client.post(address, {"C8": "7", "aksi": "periksa"}).status_code == 409
    assert Submission.objects.latest("version").correction_reason == WHY


def test_a_stranger_gets_404(scene: Scene) -> None:
    address = f"/langkah-3/{scene.request('dinkes').pk}/perbaikan/T01/"
    with visiting(scene, "operator.disdik") as client:
        assert client.get(address).status_code == 404
        assert client.post(address, {"C8": "1", "aksi": "kirim", "reason": WHY}).status_code == 404
