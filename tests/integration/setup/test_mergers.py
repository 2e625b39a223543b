"""Mergers in mid-round: who goes into another agency owes nothing more, and the successor hears of what it owes."""

import pytest
from django.core import mail
from django.db import transaction

from sektoral.adapters.filling import Filling
from sektoral.domain.errors import WrongState
from sektoral.domain.papers import SigningService
from sektoral.letters.actions.attempts import open_attempt
from sektoral.letters.actions.drafting import void
from sektoral.records.models import Letter, Message, RequestedTable, Round
from sektoral.setup.actions.mergers import Merger, merge_agencies
from sektoral.steps.step1_request.actions.rounds import prepare_letters
from sektoral.steps.step4_check.actions.deciding import return_items
from tests.rounds import Scene, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


def merge(scene: Scene) -> None:
    merge_agencies(Merger(scene.agency("disdik"), into=scene.agency("dinkes")), by=scene.by("admin"), at=scene.now)
    scene.settle()


def rows(scene: Scene, code: str) -> list[tuple[str, str]]:
    found = RequestedTable.objects.filter(request=scene.request(code)).order_by("sheet")
    return [(row.table.agency.code, row.state) for row in found]


def mails_about(words: str) -> list[mail.EmailMessage]:
    return [one for one in mail.outbox if words in one.subject]


def test_the_successor_gets_the_new_workbook_by_mail(scene: Scene) -> None:
    merge(scene)
    told = mails_about("Tabel yang dialihkan")
    assert {one.to[0] for one in told} == {
        seat.person.email for seat in scene.agency("dinkes").assignments.select_related("person")
    }
    latest = scene.request("dinkes").instruments.order_by("-version")[0]
    assert (latest.version, [name for name, _, _ in told[0].attachments]) == (2, [latest.file.name])
    assert "Dinas Pendidikan" in told[0].body
    assert "paling lambat" in told[0].body


def test_the_mail_is_sent_once_for_each_workbook(scene: Scene) -> None:
    from sektoral.records.models import Event
    from sektoral.steps.step2_distribute.reactions import tell_successor

    merge(scene)
    before = Message.objects.count()
    tell_successor(Event.objects.get(kind="request.moved"), at=scene.later(hours=1))
    assert Message.objects.count() == before


def test_a_merger_waits_for_the_answer_of_a_gateway_about_a_letter_that_it_voids() -> None:
    scene = Scene()
    letters = scene.initialled("dinkes", "disdik")
    asking = next(one for one in letters if one.request and one.request.agency.code == "disdik")
    with transaction.atomic():
        open_attempt(asking, service=SigningService.BSRE_V2, sha256="0" * 64, by=scene.by("kadis"), at=scene.now)
    with pytest.raises(WrongState, match="signing_in_hand"):
        merge(scene)
    asking.refresh_from_db()
    assert asking.state == "awaiting_signature"


def test_a_table_that_is_returned_after_the_merger_goes_to_the_successor(scene: Scene) -> None:
    submission = scene.hand_over("disdik", Filling(answers(("T01",))))
    merge(scene)
    assert rows(scene, "disdik") == [("disdik", "pending")]
    assert not mails_about("Tabel yang dialihkan")
    return_items(scene.items(submission), reason="Tahun keliru.", by=scene.by("sukor"), at=scene.later(hours=1))
    scene.settle()
    assert rows(scene, "disdik") == [("disdik", "moved")]
    assert rows(scene, "dinkes")[-1] == ("disdik", "returned")
    taken = RequestedTable.objects.get(request=scene.request("dinkes"), table__agency__code="disdik")
    assert (taken.returns, taken.revision_due_at) != (0, None)
    assert mails_about("Tabel yang dialihkan")
    assert scene.request("disdik").state == "closed"


def test_a_letter_that_is_voided_after_the_sending_is_drafted_again_and_sent(scene: Scene) -> None:
    letter = Letter.objects.get(request=scene.request("dinkes"))
    void(letter, reason="Salah alamat.", by=scene.by("kadis"), at=scene.later(hours=1))
    scene.settle()
    (again,) = prepare_letters(Round.objects.get(), by=scene.by("jp1"), at=scene.later(hours=1))
    scene.initial(again)
    mail.outbox.clear()
    again = scene.sign(again, "kadis")
    assert {one.attachments[0][0] for one in mail.outbox} == {again.signed_file and again.signed_file.name}
    assert all(again.number in one.body for one in mail.outbox)
