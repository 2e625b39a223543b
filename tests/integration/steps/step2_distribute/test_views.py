"""The distribution page: what is ready, the sending, what became of it; and what others get there."""

from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage

from sektoral.domain.states import RequestState, RoundState
from sektoral.records.models import Message, Round
from tests.offices import make_two_offices
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_everything_that_is_ready_is_sent_in_one_click(scene: Scene) -> None:
    round_ = scene.signed("dinkes", "disdik")
    with visiting(scene, "jp1") as client:
        assert "2 permintaan siap dikirim" in client.get(f"/langkah-2/{round_.pk}/").content.decode()
        answer = client.post(f"/langkah-2/{round_.pk}/kirim/", follow=True).content.decode()
    assert "2 permintaan dikirim" in answer
    assert "antre" in answer
    assert Round.objects.get(pk=round_.pk).state == RoundState.COLLECTING


def test_one_request_is_sent_alone(scene: Scene) -> None:
    round_ = scene.signed("dinkes", "disdik")
    with visiting(scene, "jp1") as client:
        client.post(f"/langkah-2/{round_.pk}/kirim/", {"request": str(scene.request("disdik").pk)})
    assert [scene.request(code).state for code in ("dinkes", "disdik")] == [RequestState.DRAFT, RequestState.SENT]


def test_what_is_not_ready_says_what_is_missing_and_cannot_be_sent(scene: Scene) -> None:
    scene.initialled("dinkes")
    round_ = scene.request("dinkes").round
    with visiting(scene, "jp1") as client:
        assert "Surat belum ditandatangani" in client.get(f"/langkah-2/{round_.pk}/").content.decode()
        answer = client.post(f"/langkah-2/{round_.pk}/kirim/", follow=True).content.decode()
    assert "Tidak ada permintaan yang siap dikirim." in answer
    assert scene.request("dinkes").state == RequestState.DRAFT


def test_a_message_that_failed_is_shown_until_it_has_left(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    round_ = scene.signed("dinkes")
    address = f"/langkah-2/{round_.pk}/?keadaan=gagal"
    with visiting(scene, "jp1") as client:
        client.post(f"/langkah-2/{round_.pk}/kirim/")
        with monkeypatch.context() as patch:
            patch.setattr(EmailMessage, "send", _refuse)
            scene.settle()
        assert "gagal, dicoba lagi" in client.get(address).content.decode()
        Message.objects.update(next_try_at=None)
        scene.settle()
        assert "gagal, dicoba lagi" not in client.get(address).content.decode()


def _refuse(*_: object, **__: object) -> int:
    raise SMTPServerDisconnected("closed")


def test_only_who_sends_may_send_and_another_office_finds_nothing() -> None:
    here, there = make_two_offices()
    scene = Scene(here)
    round_ = scene.signed("dinkes")
    with visiting(scene, "kabid") as client:
        assert client.post(f"/langkah-2/{round_.pk}/kirim/").status_code == 403
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(f"/langkah-2/{round_.pk}/").status_code == 403
    with visiting(Scene(there), "jp1") as client:
        assert client.get(f"/langkah-2/{round_.pk}/").status_code == 404
        assert client.post(f"/langkah-2/{round_.pk}/kirim/").status_code == 404
