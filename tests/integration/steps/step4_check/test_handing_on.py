"""Saying no properly: until when, or who has it; and a table that is with another agency is asked of that one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail

from sektoral.adapters.filling import Filling
from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.reports import recap
from sektoral.letters.previews import draft_pdf
from sektoral.project.invariants.listing import verify
from sektoral.records.models import HandOn, RequestedTable, Submission, SubmissionItem
from sektoral.records.outcomes import agency_outcomes
from sektoral.records.sops import due_of_step
from sektoral.steps.step3_submit.actions.declaring import Declared, declare
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from sektoral.steps.step4_check.actions.deciding import return_items
from sektoral.steps.step4_check.actions.handing_on import hand_on
from sektoral.steps.step4_check.queries.promises import promises_page
from tests.pdf_text import pages_of
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db
LATER = Filling(answers(("T01",)), unavailable={"T02": "1"})
ELSEWHERE = Filling(answers(("T01",)), unavailable={"T02": "3"})


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    return replace(collecting)


def declared(scene: Scene, code: str, filling: Filling, words: Declared) -> Submission:
    submission = scene.upload(code, filling)
    items = submission.items.filter(answer="unavailable")
    declare(submission, {item.pk: words for item in items}, by=scene.by(f"operator.{code}"), at=scene.now)
    return scene.submission(submission)


def elsewhere(
    scene: Scene, code: str = "dinkes", other: str = "disdik", filling: Filling = ELSEWHERE
) -> SubmissionItem:
    submission = declared(scene, code, filling, Declared(held_by=scene.agency(other)))
    return scene.hand_over_by_letter(submission).items.get(answer="unavailable")


def assert_all_holds(scene: Scene) -> None:
    assert [(one.invariant.code, list(one.faults)) for one in verify(at=scene.now) if not one.holds] == []


@pytest.mark.parametrize("filling", [LATER, ELSEWHERE])
def test_the_letter_waits_for_the_day_or_the_holder(scene: Scene, filling: Filling) -> None:
    submission = scene.upload("dinkes", filling)
    with pytest.raises(WrongState, match="declarations_incomplete"):
        draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)


def test_the_day_stands_on_the_letter_and_in_the_list_until_it_passes(scene: Scene) -> None:
    submission = declared(scene, "dinkes", LATER, Declared(expected_on=date(2026, 12, 14)))
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    assert "diperkirakan tersedia 14 Desember 2026" in " ".join(
        " ".join(pages_of(draft_pdf(letter, at=scene.now))).split()
    )
    scene.sign(letter, "kepala.dinkes")
    scene.accept_all(scene.submission(submission))
    assert_all_holds(scene)
    (promise,) = promises_page(scene.by("jp1"), at=scene.now).promises
    assert (promise.status.word, promise.expected_on) == ("Dijanjikan", date(2026, 12, 14))
    scene.now += timedelta(days=40)
    assert promises_page(scene.by("jp1"), at=scene.now).passed == 1
    scene.accept_all(scene.hand_over("dinkes", Filling(answers(("T02",), start=70))))
    assert promises_page(scene.by("jp1"), at=scene.now).promises == ()


def test_a_holder_outside_the_list_is_named_in_words(scene: Scene) -> None:
    submission = declared(scene, "dinkes", ELSEWHERE, Declared(holder="BPS Kabupaten"))
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    assert "BPS Kabupaten" in " ".join(pages_of(draft_pdf(letter, at=scene.now)))


def test_only_what_makes_sense_is_kept_and_only_before_the_letter(scene: Scene) -> None:
    submission = scene.upload("dinkes", LATER)
    (item,) = submission.items.filter(answer="unavailable")
    by = scene.by("operator.dinkes")
    with pytest.raises(Invalid, match="expected_in_past"):
        declare(submission, {item.pk: Declared(expected_on=date(2026, 11, 23))}, by=by, at=scene.now)
    with pytest.raises(Invalid, match="holder_unknown"):
        declare(submission, {item.pk: Declared(held_by=scene.agency("dinkes"))}, by=by, at=scene.now)
    other = submission.items.get(answer="filled")
    with pytest.raises(NotFound):
        declare(submission, {other.pk: Declared()}, by=by, at=scene.now)
    with pytest.raises(Refused):
        declare(submission, {}, by=scene.by("operator.disdik"), at=scene.now)
    declare(submission, {item.pk: Declared(expected_on=date(2026, 12, 1))}, by=by, at=scene.now)
    handed = scene.hand_over_by_letter(scene.submission(submission))
    with pytest.raises(WrongState, match="submission_not_declared"):
        declare(handed, {}, by=by, at=scene.now)


def test_a_table_that_is_elsewhere_is_asked_of_that_agency_by_its_own_deadline(scene: Scene) -> None:
    item = elsewhere(scene)
    at = scene.later(days=1)
    hand_on(item, to=scene.agency("disdik"), by=scene.by("sukor"), at=at)
    scene.settle()
    handed, target = HandOn.objects.get(), scene.request("disdik")
    row = target.tables.get(table__agency__code="dinkes")
    assert handed.row == row
    assert (row.state, row.due_at) == ("waiting", due_of_step(target.round, 3, at))
    assert row.sheet == f"T{target.tables.count():02}"
    assert scene.request("dinkes").tables.get(sheet="T02").state == "handed_on"
    assert scene.request("dinkes").state == "complete"
    assert target.instruments.order_by("-version")[0].version == 2
    assert any("Tabel yang dialihkan" in one.subject for one in mail.outbox)
    counts = {one.name: recap([one]).tables for one in agency_outcomes(target.round)}
    assert counts["Dinas Kesehatan"].handed_on == 1
    assert counts["Dinas Pendidikan"].requested == target.tables.count()
    assert_all_holds(scene)


def test_the_other_agency_answers_and_the_bank_knows_whose_table_it_is(scene: Scene) -> None:
    hand_on(elsewhere(scene), to=scene.agency("disdik"), by=scene.by("sukor"), at=scene.later(minutes=1))
    scene.settle()
    sheet = scene.request("disdik").tables.get(table__agency__code="dinkes").sheet
    scene.accept_all(scene.hand_over("disdik", Filling(answers((sheet,)))))
    assert scene.request("disdik").tables.get(sheet=sheet).state == "stored"
    assert_all_holds(scene)


def test_it_does_not_go_to_and_fro_without_the_kabid(scene: Scene) -> None:
    hand_on(elsewhere(scene), to=scene.agency("disdik"), by=scene.by("sukor"), at=scene.later(minutes=1))
    scene.settle()
    sheet = scene.request("disdik").tables.get(table__agency__code="dinkes").sheet
    back = elsewhere(scene, "disdik", "dinkes", Filling({}, unavailable={sheet: "3"}))
    with pytest.raises(WrongState, match="handed_on_before"):
        hand_on(back, to=scene.agency("dinkes"), by=scene.by("sukor"), at=scene.later(minutes=1))
    (dispute,) = promises_page(scene.by("kabid"), at=scene.now).disputed
    assert (dispute.says, dispute.named) == ("Dinas Pendidikan", "Dinas Kesehatan")
    hand_on(back, to=scene.agency("dinkes"), by=scene.by("kabid"), at=scene.later(minutes=1))
    scene.settle()
    row = scene.request("dinkes").tables.get(sheet="T02")
    assert (row.state, scene.request("dinkes").state) == ("waiting", "sent")
    assert_all_holds(scene)


def not_declared(scene: Scene, item: SubmissionItem) -> None:
    hand_on(item.submission.items.get(answer="filled"), to=scene.agency("disdik"), by=scene.by("sukor"), at=scene.now)


def to_itself(scene: Scene, item: SubmissionItem) -> None:
    hand_on(item, to=scene.agency("dinkes"), by=scene.by("sukor"), at=scene.now)


def by_its_maker(scene: Scene, item: SubmissionItem) -> None:
    hand_on(item, to=scene.agency("disdik"), by=scene.by("operator.dinkes"), at=scene.now)


@pytest.mark.parametrize(
    ("deed", "code"),
    [(not_declared, "hand_on_not_declared"), (to_itself, "handed_to_itself"), (by_its_maker, "not_permitted")],
)
def test_what_cannot_be_handed_on_says_why(
    scene: Scene, deed: Callable[[Scene, SubmissionItem], None], code: str
) -> None:
    item = elsewhere(scene)
    with pytest.raises((WrongState, Invalid, Refused), match=code):
        deed(scene, item)


def test_the_checker_may_return_the_declaration_instead(scene: Scene) -> None:
    item = elsewhere(scene)
    return_items([item], reason="Data ini milik Anda.", code="declaration_doubted", by=scene.by("sukor"), at=scene.now)
    scene.settle()
    assert scene.request("dinkes").tables.get(sheet="T02").state == "returned"
    assert not HandOn.objects.exists()


def test_the_pages_ask_and_hand_on(scene: Scene) -> None:
    submission = scene.upload("dinkes", ELSEWHERE)
    (item,) = submission.items.filter(answer="unavailable")
    page = f"/langkah-3/{submission.request_id}/"
    url = f"{page}kiriman/{submission.pk}/pernyataan/"
    with visiting(scene, "operator.dinkes") as client:
        assert "Tabel yang tidak tersedia" in client.get(page).content.decode()
        assert client.post(url, {f"instansi-{item.pk}": ""}).status_code == 422
        assert client.post(url, {f"instansi-{item.pk}": "lain"}).status_code == 422
        chosen = str(scene.agency("disdik").pk)
        assert client.post(url, {f"instansi-{item.pk}": chosen}).status_code == 302
    with visiting(scene, "operator.disdik") as client:
        assert client.post(url, {}).status_code == 404
    scene.hand_over_by_letter(scene.submission(submission))
    table = f"/langkah-4/{submission.pk}/T02/"
    with visiting(scene, "sukor") as client:
        assert "Ada di instansi lain" in client.get(table).content.decode()
        assert client.post(f"{table}alihkan/", {"to": ""}).status_code == 422
        assert client.post(f"{table}alihkan/", {"to": chosen}).status_code == 302
        scene.settle()
        assert "Dari Dinas Kesehatan ke Dinas Pendidikan" in client.get("/langkah-4/janji/").content.decode()
    with visiting(scene, "operator.dinkes") as client:
        assert client.get("/langkah-4/janji/").status_code == 403


def give_it_more_time(scene: Scene) -> None:
    RequestedTable.objects.filter(handed_on__isnull=False).update(due_at=scene.now)


def hand_it_to_nobody(scene: Scene) -> None:
    HandOn.objects.update(handed_by=scene.by("jp2").person)


@pytest.mark.parametrize("tamper", [give_it_more_time, hand_it_to_nobody])
def test_a_falsified_handing_on_is_found(scene: Scene, tamper: Callable[[Scene], None]) -> None:
    hand_on(elsewhere(scene), to=scene.agency("disdik"), by=scene.by("sukor"), at=scene.later(days=1))
    scene.settle()
    tamper(scene)
    assert "I15" in {one.invariant.code for one in verify(at=scene.now) if not one.holds}
