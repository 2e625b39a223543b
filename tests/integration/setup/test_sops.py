"""The SOP is revised, proposed, signed and in force, and rounds that run keep the version they began with."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from sektoral.board.queries.board import board_page
from sektoral.domain.errors import Invalid, NotFound, Refused, SektoralError, WrongState
from sektoral.domain.papers import SigningService
from sektoral.domain.states import LetterState
from sektoral.letters.actions.bringing_in import final_of
from sektoral.letters.actions.drafting import resubmit, send_back, void
from sektoral.letters.previews import pdf_of
from sektoral.project.invariants import verify
from sektoral.records.models import Assignment, Event, Letter, Office, Round, Sop
from sektoral.records.sop_versions import digest_of, faults_of, sop_in_force, text_of
from sektoral.records.sops import sop_from, sop_of
from sektoral.setup.actions.sops import begin_revision, drop_revision, propose_sop, put_in_force, write_revision
from sektoral.steps.step2_distribute.actions import send
from tests.offices import make_tiny_office
from tests.pdf_text import pages_of
from tests.rounds import Scene, together
from tests.sops import NUMBER, again, begun, first, propose, revised, signed, write, written

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOT_APPROVED = "SUSUNAN SIMBOL BELUM DISAHKAN"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def faulty(scene: Scene) -> list[str]:
    return [fault for outcome in verify(at=scene.now) for fault in outcome.faults]


# ── From a revision to a version in force ──────────────────────────────────


def test_a_revision_is_signed_and_in_force_and_says_so_on_its_paper(scene: Scene) -> None:
    stored = written(scene)
    assert sop_in_force(scene.office).version == 1
    letter = signed(scene, stored)
    stored = again(stored)
    assert letter.state == LetterState.SIGNED
    assert (letter.number, stored.number) == (NUMBER, NUMBER)
    assert sop_in_force(scene.office) == stored
    assert stored.is_chart_approved
    assert stored.in_force_at == letter.signed_at
    sop = sop_from(stored)
    assert (sop.revised_on, sop.effective_on, sop.made_on) == (
        "23 November 2026",
        "23 November 2026",
        "20 September 2022",
    )
    paper = " ".join(pages_of(pdf_of(letter, at=scene.now)))
    assert "Tanggal Revisi 23 November 2026 Tanggal Efektif 23 November 2026" in paper
    assert f"Nomor SOP {NUMBER}" in paper
    assert "7 hari kerja" in paper
    assert NOT_APPROVED not in paper
    event = Event.objects.get(kind="sop.approved")
    assert event.facts == {"version": 2, "sha256": digest_of(stored.content), "letter": str(letter.pk)}
    assert faulty(scene) == []


def test_a_draft_says_that_the_chart_is_not_approved(scene: Scene) -> None:
    letter = propose(scene, written(scene))
    assert NOT_APPROVED in " ".join(pages_of(pdf_of(letter, at=scene.now)))


def test_the_first_version_is_approved_as_it_is(scene: Scene) -> None:
    before = first(scene)
    letter = signed(scene, before)
    after = first(scene)
    assert letter.number == before.number
    assert (after.in_force_at, after.effective_on) == (before.in_force_at, before.effective_on)
    assert after.is_chart_approved
    header = text_of(after)["kepala"]
    assert (header["Tanggal Revisi"], header["Tanggal Efektif"]) == ("-", "20 September 2022")
    paper = " ".join(pages_of(pdf_of(letter, at=scene.now)))
    assert NOT_APPROVED not in paper
    assert "Tanggal Efektif 20 September 2022" in paper
    assert faulty(scene) == []


def test_the_former_document_is_replaced_by_the_new_one(scene: Scene) -> None:
    old = signed(scene, first(scene))
    scene.later(days=1)
    new = signed(scene, written(scene))
    assert new.supersedes == old
    assert Letter.objects.get(pk=old.pk).state == LetterState.SIGNED
    assert faulty(scene) == []


def test_putting_in_force_twice_changes_nothing(scene: Scene) -> None:
    stored = written(scene)
    letter = signed(scene, stored)
    put_in_force(letter, at=scene.later(days=1))
    assert again(stored).in_force_at == letter.signed_at
    assert Event.objects.filter(kind="sop.approved").count() == 1


def test_what_was_changed_behind_the_signature_does_not_come_into_force(scene: Scene) -> None:
    stored = written(scene)
    letter = propose(scene, stored)
    Sop.objects.filter(pk=stored.pk).update(content=dict(revised(stored, step3="70 hari kerja")))
    with pytest.raises(WrongState) as refusal:
        put_in_force(letter, at=scene.now)
    assert refusal.value.code == "signing.changed"


# ── Back and forth ─────────────────────────────────────────────────────────


def test_what_was_sent_back_is_edited_and_goes_again_under_its_new_number(scene: Scene) -> None:
    stored = written(scene)
    letter = propose(scene, stored)
    with pytest.raises(WrongState) as refusal:
        write(scene, stored, revised(stored, step3="6 hari kerja"))
    assert refusal.value.code == "sop_on_its_way"
    send_back(letter, reason="Pakai nomor register.", by=scene.by("sukor"), at=scene.later(minutes=5))
    write(scene, stored, revised(stored, number="500.14/13/SOP/DISKOMINFO/2026"), key="kabid")
    assert signed(scene, stored).pk == letter.pk
    assert Letter.objects.get(pk=letter.pk).number == "500.14/13/SOP/DISKOMINFO/2026"
    assert faulty(scene) == []


def test_what_was_sent_back_may_also_go_again_from_the_page_of_letters(scene: Scene) -> None:
    stored = written(scene)
    letter = propose(scene, stored)
    send_back(letter, reason="Periksa lagi.", by=scene.by("sukor"), at=scene.later(minutes=5))
    write(scene, stored, revised(stored, step3=""))
    with pytest.raises(Invalid) as refusal:
        resubmit(letter, subject="SOP", by=scene.by("jp1"), at=scene.now)
    assert (refusal.value.code, refusal.value.facts["count"]) == ("sop_faulty", 2)
    write(scene, stored, revised(stored, step3="6 hari kerja"))
    resubmit(letter, subject="SOP", by=scene.by("jp1"), at=scene.now)
    assert Letter.objects.get(pk=letter.pk).content["sha256"] == digest_of(again(stored).content)


def test_a_voided_document_leaves_the_revision_in_work_and_its_number_free(scene: Scene) -> None:
    stored = written(scene)
    letter = propose(scene, stored)
    void(letter, reason="Belum waktunya.", by=scene.by("kadis"), at=scene.later(minutes=5))
    assert sop_in_force(scene.office).version == 1
    write(scene, stored, revised(stored, step3="6 hari kerja"))
    assert signed(scene, stored).pk != letter.pk
    assert again(stored).in_force_at
    assert faulty(scene) == []


def test_a_signed_sop_is_not_voided_but_revised(scene: Scene) -> None:
    letter = signed(scene, written(scene))
    with pytest.raises(WrongState):
        void(letter, reason="Salah.", by=scene.by("kadis"), at=scene.now)


def test_a_dropped_revision_stays_to_be_read_and_the_next_one_has_the_next_number(scene: Scene) -> None:
    stored = written(scene)
    letter = propose(scene, stored)
    send_back(letter, reason="Tidak jadi.", by=scene.by("sukor"), at=scene.later(minutes=5))
    drop_revision(stored, by=scene.by("kabid"), at=scene.later(minutes=5))
    assert Letter.objects.get(pk=letter.pk).state == LetterState.VOID
    assert begun(scene).version == 3
    assert faulty(scene) == []


# ── What is refused ────────────────────────────────────────────────────────


def propose_by_the_writer(scene: Scene) -> None:
    propose_sop(written(scene), by=scene.by("sukor"), at=scene.now)


def begin_two(scene: Scene) -> None:
    begun(scene)
    begun(scene)


def begin_while_the_first_waits(scene: Scene) -> None:
    propose(scene, first(scene))
    begun(scene)


def approve_the_first_beside_a_revision(scene: Scene) -> None:
    begun(scene)
    propose(scene, first(scene))


def propose_twice(scene: Scene) -> None:
    stored = written(scene)
    propose(scene, stored)
    propose(scene, stored)


def propose_a_dropped_one(scene: Scene) -> None:
    stored = written(scene)
    drop_revision(stored, by=scene.by("sukor"), at=scene.now)
    propose(scene, stored)


def write_what_is_in_force(scene: Scene) -> None:
    write(scene, first(scene), revised(first(scene)))


def write_what_another_changed(scene: Scene) -> None:
    stored = begun(scene)
    seen = digest_of(stored.content)
    write(scene, stored, revised(stored))
    content = revised(stored, step3="8 hari kerja")
    write_revision(stored, content, change="", seen=seen, by=scene.by("kabid"), at=scene.now)


def write_nothing_new(scene: Scene) -> None:
    stored = written(scene)
    write(scene, stored, revised(stored))


def keep_the_old_number(scene: Scene) -> None:
    propose(scene, written(scene, number=first(scene).number))


def say_too_much_for_a_sheet(scene: Scene) -> None:
    stored = begun(scene)
    raw = revised(stored)
    raw["bagan_alur"]["langkah"][0]["ket"] = "kata " * 190
    write(scene, stored, raw)
    propose(scene, stored)


def sign_what_one_wrote(scene: Scene) -> None:
    """The Kabid stands in for the Kadis on the day of the signature."""
    stored = begun(scene)
    write(scene, stored, revised(stored), key="kabid")
    letter = propose(scene, stored)
    scene.initial(letter)
    stand_in(scene)
    scene.sign(letter, "kabid")


def have_it_signed_outside_by_its_writer(scene: Scene) -> None:
    """The same where the office signs outside: no bytes to sign are made for whom nothing may be brought in."""
    Office.objects.filter(pk=scene.office.pk).update(signing_service=SigningService.UPLOAD)
    stored = begun(scene)
    write(scene, stored, revised(stored), key="kabid")
    letter = propose(scene, stored)
    scene.initial(letter)
    stand_in(scene)
    final_of(Letter.objects.select_related("office", "agency", "final_file").get(pk=letter.pk), at=scene.now)


def stand_in(scene: Scene) -> None:
    kadis = Assignment.objects.get(office=scene.office, role="KADIS")
    kadis.pk, kadis.person, kadis.standing = uuid4(), scene.by("kabid").person, "plh"
    kadis.save(force_insert=True)


def revise_by_the_administrator(scene: Scene) -> None:
    begin_revision(by=scene.by("admin"), at=scene.now)


def revise_another_office(scene: Scene) -> None:
    other = Scene(office=make_tiny_office(slug="seberang"))
    drop_revision(begun(other), by=scene.by("sukor"), at=scene.now)


def approve_twice(scene: Scene) -> None:
    signed(scene, first(scene))
    propose(scene, first(scene))


REFUSED: dict[Callable[[Scene], None], tuple[type[SektoralError], str]] = {
    propose_by_the_writer: (Refused, "not_permitted"),
    begin_two: (WrongState, "sop_in_work"),
    begin_while_the_first_waits: (WrongState, "sop_on_its_way"),
    approve_the_first_beside_a_revision: (WrongState, "sop_in_work"),
    propose_twice: (WrongState, "sop_on_its_way"),
    propose_a_dropped_one: (WrongState, "sop_not_in_work"),
    write_what_is_in_force: (WrongState, "sop_not_in_work"),
    write_what_another_changed: (WrongState, "sop_changed_meanwhile"),
    write_nothing_new: (Invalid, "sop_unchanged"),
    keep_the_old_number: (Invalid, "sop_faulty"),
    say_too_much_for_a_sheet: (Invalid, "paper_not_set"),
    sign_what_one_wrote: (Refused, "letter_is_own_work"),
    have_it_signed_outside_by_its_writer: (Refused, "letter_is_own_work"),
    revise_by_the_administrator: (Refused, "not_permitted"),
    revise_another_office: (NotFound, "not_found"),
    approve_twice: (WrongState, "sop_approved"),
}


@pytest.mark.parametrize("deed", REFUSED, ids=lambda deed: deed.__name__)
def test_it_is_refused(scene: Scene, deed: Callable[[Scene], None]) -> None:
    error, code = REFUSED[deed]
    with pytest.raises(error) as refusal:
        deed(scene)
    assert refusal.value.code == code


def test_a_revision_needs_its_own_number_and_a_word_on_what_it_changes(scene: Scene) -> None:
    stored = begun(scene)
    faults = faults_of(stored, text_of(stored), stored.change)
    assert [(fault.place, fault.code) for fault in faults] == [
        ("nomor", "sop_number_taken"),
        ("perubahan", "sop_change_missing"),
    ]


@pytest.mark.usefixtures("many_connections")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_or_propose_at_once_one_is_told() -> None:
    scene = Scene()
    by = scene.by("sukor"), scene.by("kabid")
    told = together(*(lambda one=one: begin_revision(by=one, at=scene.now) for one in by))
    assert [getattr(error, "code", error) for error in told] == ["sop_in_work"]
    stored = Sop.objects.get(version=2)
    write(scene, stored, revised(stored))
    drafters = scene.by("jp1"), scene.by("jp2")
    told = together(*(lambda one=one: propose_sop(again(stored), by=one, at=scene.now) for one in drafters))
    assert [getattr(error, "code", error) for error in told] in (["sop_on_its_way"], ["letter_state"])
    assert Letter.objects.filter(kind="sop").count() == 1


# ── Rounds keep their version ──────────────────────────────────────────────


def test_a_round_that_runs_keeps_its_version_and_the_next_one_takes_the_new(scene: Scene) -> None:
    round_ = scene.collecting("dinkes")
    due_before = scene.request("dinkes").due_at
    scene.later(hours=1)
    signed(scene, written(scene))
    round_ = Round.objects.select_related("sop", "office").get(pk=round_.pk)
    assert (round_.sop.version, sop_of(round_).step(3).time_limit.text) == (1, "5 hari kerja")
    assert scene.request("dinkes").due_at == due_before
    assert board_page(round_, scene.by("kadis"), at=scene.now).chart.note  # of its own version: not approved
    following = scene.open("disdik", period="2024")
    assert (following.sop.version, sop_of(following).step(3).time_limit.text) == (2, "7 hari kerja")
    assert not board_page(following, scene.by("kadis"), at=scene.now).chart.note
    assert faulty(scene) == []


def test_a_request_sent_after_a_revision_still_has_the_time_of_its_round(scene: Scene) -> None:
    round_ = scene.signed("dinkes")
    signed(scene, written(scene))
    send(round_.requests.get(), by=scene.by("jp1"), at=scene.later(minutes=1))
    due = scene.request("dinkes").due_at
    assert due is not None
    assert (due.date() - scene.now.date()).days == 7  # five working days and a week-end
    letter = Letter.objects.get(request=scene.request("dinkes"), kind="request")
    paper = " ".join(pages_of(pdf_of(letter, at=scene.now)))
    assert "5 (lima) hari kerja" in paper
    assert first(scene).number in paper
    assert NUMBER not in paper


def test_the_letters_of_the_next_round_name_the_new_sop_and_its_days(scene: Scene) -> None:
    signed(scene, written(scene))
    letter = scene.drafted("dinkes")[0]
    paper = " ".join(pages_of(pdf_of(letter, at=scene.now)))
    assert "7 (tujuh) hari kerja" in paper
    assert NUMBER in paper
