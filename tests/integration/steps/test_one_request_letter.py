"""A whole round in which one letter with an attached list asks all agencies; the office itself has its nota dinas."""

import pytest

from sektoral.domain.letters import LetterKind
from sektoral.intake import files
from sektoral.letters.actions.correcting import correct
from sektoral.letters.actions.drafting import recall, resubmit, void
from sektoral.letters.composing import request_letter_of
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Addressee, Letter, Message, NumberCounter, Office, Round
from sektoral.setup.actions.mergers import Merger, merge_agencies
from sektoral.steps.step1_request.actions.rounds import prepare_letters
from sektoral.steps.step2_distribute.actions import send
from sektoral.verify.queries.document import document_page
from tests.pdf_text import missing_from, pages_of
from tests.rounds import BOTH, FIRST, Scene
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
AGENCIES = ("dinkes", "disdik", "diskominfo")


def one_letter(scene: Scene) -> Scene:
    Office.objects.filter(pk=scene.office.pk).update(one_request_letter=True)
    scene.office.refresh_from_db()
    return scene


@pytest.fixture
def scene() -> Scene:
    return one_letter(Scene())


@pytest.fixture
def asked(scene: Scene) -> Scene:
    """A round that waits for data."""
    scene.collecting(*AGENCIES)
    return scene


def faults(scene: Scene) -> list[str]:
    scene.settle()
    return [fault for outcome in verify(at=scene.now) for fault in outcome.faults]


def the_letter(scene: Scene) -> Letter:
    return Letter.objects.get(office=scene.office, kind=LetterKind.REQUEST, supersedes=None, voided_at=None)


def test_a_whole_round_comes_to_its_signed_report(scene: Scene) -> None:
    round_ = scene.collecting(*AGENCIES)
    assert round_.letters.count() == 2
    assert NumberCounter.objects.get(series="surat").last == 2
    for code in AGENCIES:
        tables = scene.request(code).tables.count()
        submission = scene.hand_over(code, BOTH if tables > 1 else FIRST)
        receipt, transmittal = submission.letters.get(kind="receipt"), submission.letters.get(kind="transmittal")
        asking = request_letter_of(scene.request(code))
        assert asking.kind == ("memo" if code == "diskominfo" else "request")
        for paper in (receipt, transmittal):
            assert paper.signed_file
            assert missing_from(" ".join(pages_of(files.read(paper.signed_file))), asking.number) == []
        scene.accept_all(submission, key="jp2" if code == "diskominfo" else "sukor")
    scene.reported(round_)
    assert Round.objects.get(pk=round_.pk).state == "closed"
    assert faults(scene) == []


def test_the_paper_says_daftar_terlampir_and_lists_agencies_and_their_tables(asked: Scene) -> None:
    letter = the_letter(asked)
    assert letter.signed_file
    front, *attached = pages_of(files.read(letter.signed_file))
    assert missing_from(front, "Yth. (Daftar Terlampir)", "2 (dua) berkas", "masing-masing perangkat daerah") == []
    rest = " ".join(attached)
    assert missing_from(rest, "Lampiran I Surat", "Lampiran II Surat") == []
    for code in ("dinkes", "disdik"):
        request = asked.request(code)
        assert missing_from(rest, request.agency.head_title, request.agency.name) == []
        titles = request.tables.values_list("table__title", flat=True)
        assert missing_from(rest, *titles) == []
    assert asked.agency("diskominfo").name not in rest


def test_every_agency_gets_the_same_paper_with_its_own_workbook(asked: Scene) -> None:
    letter = the_letter(asked)
    for code in ("dinkes", "disdik"):
        request = asked.request(code)
        instrument = request.instruments.get()
        assert instrument.definition["letter_number"] == letter.number
        (mail, *_) = Message.objects.filter(request=request, channel="email")
        assert mail.attachments == [str(letter.signed_file_id), str(instrument.file_id)]
        with visiting(asked, f"operator.{code}") as client:
            page = client.get(f"/langkah-3/{request.pk}/").content.decode()
            assert letter.number in page
            assert client.get(f"/langkah-3/{request.pk}/berkas/{letter.signed_file_id}/").status_code == 200
            assert client.get(f"/surat/{letter.pk}/").status_code == 200


def test_an_agency_that_is_not_on_the_list_does_not_see_it(asked: Scene) -> None:
    with visiting(asked, "operator.diskominfo") as client:
        assert client.get(f"/surat/{the_letter(asked).pk}/").status_code == 404


def test_an_agency_sees_no_draft_that_names_it(scene: Scene) -> None:
    letter = scene.initialled(*AGENCIES)[0]
    assert letter.addressees.count() == 2
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(f"/surat/{letter.pk}/").status_code == 404


def test_the_pages_of_the_office_show_the_one_letter(asked: Scene) -> None:
    key, letter = Round.objects.get(office=asked.office).pk, the_letter(asked)
    with visiting(asked, "kabid") as client:
        for step in ("langkah-1", "langkah-2"):
            assert client.get(f"/{step}/{key}/").content.decode().count(f"{letter.number}<") == 2
        assert "Daftar terlampir (2 perangkat daerah)" in client.get("/surat/").content.decode()
        assert "Daftar terlampir (2 perangkat daerah)" in client.get(f"/surat/{letter.pk}/").content.decode()
        assert client.get(f"/papan/putaran/{key}/").status_code == 200
        assert "Surat permintaan untuk banyak OPD" in client.get("/papan/jurnal/").content.decode()


def test_the_public_page_counts_whom_it_goes_to(asked: Scene) -> None:
    facts = {fact.label: fact.value for fact in document_page(the_letter(asked), at=asked.now).facts}
    assert facts["Kepada"] == "Daftar terlampir (2 perangkat daerah)"


def test_a_round_of_one_agency_has_a_letter_to_it(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    assert letter.request == scene.request("dinkes")
    assert not Addressee.objects.exists()


def test_the_round_waits_until_the_one_letter_is_signed(scene: Scene) -> None:
    letter, memo = scene.initialled(*AGENCIES)
    scene.settle()
    scene.sign(memo, "kadis")
    assert Round.objects.get(office=scene.office).state == "preparing"
    scene.sign(letter, "kadis")
    assert Round.objects.get(office=scene.office).state == "distributing"


def test_a_void_letter_is_drafted_again_for_all_and_sent_to_who_has_the_old_one(scene: Scene) -> None:
    round_ = scene.collecting(*AGENCIES)
    old = the_letter(scene)
    void(old, reason="Salah lampiran.", by=scene.by("kadis"), at=scene.later(minutes=1))
    (new,) = prepare_letters(round_, by=scene.by("jp1"), at=scene.later(minutes=1))
    assert set(new.addressees.values_list("request__agency__code", flat=True)) == {"dinkes", "disdik"}
    scene.initial(new)
    new = scene.sign(new, "kadis")
    assert new.number != old.number
    for code in ("dinkes", "disdik"):
        told = Message.objects.filter(request=scene.request(code), key__startswith=f"letter.signed:{new.pk}")
        mail = told.filter(channel="email")
        assert [one.attachments for one in mail] == [[str(new.signed_file_id)]] * 2
    assert faults(scene) == []


def test_a_correction_goes_to_every_agency_on_the_list(scene: Scene) -> None:
    scene.collecting(*AGENCIES)
    old = the_letter(scene)
    draft = correct(old, by=scene.by("jp1"), at=scene.later(minutes=5))
    resubmit(draft, subject="Permintaan yang Diperbaiki", by=scene.by("jp1"), at=scene.now)
    scene.initial(draft)
    new = scene.sign(draft, "kadis")
    for code in ("dinkes", "disdik"):
        assert request_letter_of(scene.request(code)) == new
        assert Message.objects.filter(request=scene.request(code), key__startswith=f"letter.signed:{new.pk}").exists()
    assert request_letter_of(scene.request("diskominfo")).kind == "memo"
    assert faults(scene) == []


def test_a_merger_before_the_signature_leaves_the_closed_agency_off_the_paper(scene: Scene) -> None:
    letter = scene.initialled(*AGENCIES)[0]
    scene.settle()
    gone, heir = scene.agency("dinkes"), scene.agency("disdik")
    merge_agencies(Merger(gone, heir), by=scene.by("admin"), at=scene.later(minutes=1))
    signed = scene.sign(letter, "kadis")
    assert signed.signed_file
    rest = " ".join(pages_of(files.read(signed.signed_file))[1:])
    assert gone.head_title not in rest
    assert missing_from(rest, heir.head_title) == []
    assert request_letter_of(scene.request("disdik")) == signed


def test_a_merger_afterwards_leaves_the_heir_with_the_letter(scene: Scene) -> None:
    scene.signed("dinkes", "diskominfo", "disdik")
    heir = scene.agency("disdik")
    merge_agencies(Merger(scene.agency("dinkes"), heir), by=scene.by("admin"), at=scene.later(minutes=1))
    scene.settle()
    for code in ("disdik", "diskominfo"):
        send(scene.request(code), by=scene.by("jp1"), at=scene.later(minutes=1))
    assert request_letter_of(scene.request("disdik")) == the_letter(scene)
    assert faults(scene) == []


def test_a_number_by_hand_serves_all_agencies(scene: Scene) -> None:
    from sektoral.letters.actions.numbering import enter_number

    Office.objects.filter(pk=scene.office.pk).update(numbering={"kinds": {"request": {"source": "register"}}})
    letter = scene.initialled(*AGENCIES)[0]
    enter_number(letter, "120/2026", by=scene.by("jp1"), at=scene.now)
    scene.settle()
    for code in ("dinkes", "disdik"):
        assert scene.request(code).instruments.get().definition["letter_number"] == "120/2026"
    assert scene.sign(letter, "kadis").state == "signed"
    assert faults(scene) == []


@pytest.mark.parametrize("tamper", ["added", "removed", "all"])
def test_verify_all_finds_a_list_that_was_changed(scene: Scene, tamper: str) -> None:
    scene.collecting(*AGENCIES)
    assert faults(scene) == []
    rows = Addressee.objects.filter(letter=the_letter(scene))
    match tamper:
        case "added":
            other = scene.request("diskominfo")
            Addressee.objects.create(office=scene.office, letter=the_letter(scene), request=other)
        case "removed":
            rows[0].delete()
        case _:
            rows.delete()
    assert any("daftar terlampirnya bukan menurut jurnal" in fault for fault in faults(scene))


def test_the_letter_taken_back_stands_once_on_the_page_of_step_1(scene: Scene) -> None:
    scene.drafted(*AGENCIES)
    recall(the_letter(scene), by=scene.by("jp1"), at=scene.now)
    with visiting(scene, "jp1") as client:
        page = client.get("/langkah-1/", follow=True).content.decode()
    assert "1 surat kembali menjadi konsep dan menunggu perbaikan JP." in page
    assert page.count("Satu surat untuk 2 perangkat daerah") == 1
