"""The pages of messages and reminders: what the office sees and does, what a person finds, what strangers get."""

import pytest

from sektoral.domain.reminders import DEFAULT
from sektoral.records.models import Message, Reminder, Round
from sektoral.steps.step3_submit.actions.reminding import remind
from sektoral.steps.step3_submit.notice_forms import lines_of
from tests.offices import make_two_offices
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Scene, Scene]:
    here, there = make_two_offices()
    scene = Scene(here)
    scene.collecting("dinkes", "disdik")
    return scene, Scene(there)


def a_mail(**state: object) -> Message:
    message = Message.objects.filter(channel="email", to__startswith="operator.dinkes")[0]
    Message.objects.filter(pk=message.pk).update(**state)
    message.refresh_from_db()
    return message


def test_the_office_sees_what_is_stuck_and_decides(two: tuple[Scene, Scene]) -> None:
    scene, stranger = two
    stuck = a_mail(state="unknown", sent_at=None, last_error_code="silent_after")
    with visiting(scene, "jp1") as client:
        page = client.get("/pesan/?keadaan=tersangkut").content.decode()
        assert "1 pesan tersangkut" in page
        assert "tidak diketahui apakah sudah diterima" in page
        assert client.get("/pesan/?ekspor=csv").content.decode().count("\n") > 4
        answer = client.post(f"/pesan/{stuck.pk}/anggap-terkirim/", follow=True).content.decode()
    assert "Pesan dicatat sudah sampai." in answer
    assert a_mail().state == "sent"
    for key, who in (("operator.dinkes", scene), ("jp1", stranger)):
        with visiting(who, key) as client:
            assert client.get(f"/pesan/{stuck.pk}/").status_code in (403, 404)
            assert client.post(f"/pesan/{stuck.pk}/kirim-lagi/").status_code in (403, 404)
    with visiting(stranger, "jp1") as client:
        assert "Belum ada pesan" in client.get("/pesan/").content.decode()
    with visiting(scene, "kabid") as client:
        assert client.get(f"/pesan/{stuck.pk}/").status_code == 200
        assert client.post(f"/pesan/{stuck.pk}/kirim-lagi/").status_code == 403


def test_the_pages_of_step_2_and_3_and_of_the_worker_point_to_what_is_stuck(two: tuple[Scene, Scene]) -> None:
    scene, _ = two
    a_mail(state="given_up", sent_at=None, last_error_code="address_refused")
    round_ = Round.objects.get()
    with visiting(scene, "jp1") as client:
        assert "1 tersangkut" in client.get(f"/langkah-2/{round_.pk}/?keadaan=gagal").content.decode()
        assert "Ada pesan yang tersangkut" in client.get("/langkah-3/").content.decode()
        again = client.post(f"/pesan/{a_mail().pk}/kirim-lagi/", follow=True).content.decode()
        assert "Pesan antre lagi" in again
    a_mail(state="unknown")
    with visiting(scene, "admin") as client:
        assert "1 pesan menunggu keputusan" in client.get("/papan/jurnal/pekerjaan/").content.decode()


def test_a_person_reads_their_own_notices_and_nobody_elses(two: tuple[Scene, Scene]) -> None:
    scene, _ = two
    own = Message.objects.get(channel="in_app", person__email__startswith="operator.dinkes")
    other = Message.objects.get(channel="in_app", person__email__startswith="operator.disdik")
    with visiting(scene, "operator.dinkes") as client:
        page = client.get("/pesan/pemberitahuan/").content.decode()
        assert "1 belum dibaca" in page
        assert own.subject in page
        assert other.subject not in page
        answer = client.get(f"/pesan/pemberitahuan/{own.pk}/")
        assert answer["Location"] == f"/langkah-3/{scene.request('dinkes').pk}/"
        assert client.get(f"/pesan/pemberitahuan/{other.pk}/").status_code == 404
        assert "Semua sudah dibaca." in client.get("/pesan/pemberitahuan/").content.decode()
        client.post("/pesan/pemberitahuan/dibaca/")
    own.refresh_from_db()
    assert own.read_at is not None


def test_a_rounds_calendar_is_shown_changed_and_kept_in_order(two: tuple[Scene, Scene]) -> None:
    scene, stranger = two
    round_ = Round.objects.get()
    address = f"/langkah-3/pengingat/{round_.pk}/"
    with visiting(scene, "jp1") as client:
        page = client.get(address).content.decode()
        assert "Akan dikirim" in page
        assert "Operator" in page or "operator" in page
        assert client.get(f"{address}?ekspor=xlsx").status_code == 200
        form = {f"{name}-{line.number}": getattr(line, name) for line in lines_of(DEFAULT[:2]) for name in LINE}
        wrong = {**form, "days-1": "0", "side-1": "0", "days-2": "3", "side-2": "-1"}
        refused = client.post(f"{address}jadwal/", wrong)
        assert refused.status_code == 422
        assert "Urutannya terbalik" in refused.content.decode()
        assert (
            "Jadwal pengingat putaran ini diubah."
            in client.post(f"{address}jadwal/", form, follow=True).content.decode()
        )
        assert client.post(f"{address}jadwal/", {**form, "days-1": "x"}).status_code == 422
    assert len(Round.objects.get().notices) == 2
    with visiting(stranger, "jp1") as client:
        assert client.get(address).status_code == 404
        assert client.post(f"{address}jadwal/", form).status_code == 404
        assert client.post(f"{address}kirim/").status_code == 404


LINE = ("kind", "days", "side", "clock")


def test_what_was_sent_already_cannot_be_changed(two: tuple[Scene, Scene]) -> None:
    scene, _ = two
    scene.later(days=3, hours=2)
    remind(at=scene.now)
    assert Reminder.objects.filter(outcome="sent").exists()
    with visiting(scene, "jp1") as client:
        answer = client.post(f"/langkah-3/pengingat/{Round.objects.get().pk}/jadwal/", {}).content.decode()
    assert "sudah pernah dikirim dalam putaran ini" in answer


def test_the_offices_calendar_is_copied_into_its_next_round(two: tuple[Scene, Scene]) -> None:
    scene, _ = two
    form = {f"{name}-{line.number}": getattr(line, name) for line in lines_of(DEFAULT[:1]) for name in LINE}
    with visiting(scene, "admin") as client:
        answer = client.post("/langkah-3/pengingat/", form, follow=True).content.decode()
        assert "putaran berikutnya memakainya" in answer
    scene.office.refresh_from_db()
    assert len(Round.objects.get().notices) == len(DEFAULT)
    assert len(scene.open("diskominfo", period="2024").notices) == 1
    with visiting(scene, "operator.dinkes") as client:
        assert client.get("/langkah-3/pengingat/").status_code == 403


def test_chosen_agencies_are_reminded_from_the_page(two: tuple[Scene, Scene]) -> None:
    scene, _ = two
    address = f"/langkah-3/pengingat/{Round.objects.get().pk}/kirim/"
    chosen = {"request": [str(scene.request("dinkes").pk)]}
    with visiting(scene, "jp1") as client:
        assert "1 OPD diingatkan" in client.post(address, chosen, follow=True).content.decode()
        assert "sudah diingatkan hari ini" in client.post(address, chosen, follow=True).content.decode()
        assert "Pilih OPD" in client.post(address, follow=True).content.decode()
    remind(at=scene.now)
    assert Message.objects.filter(kind="reminder", channel="email").count() == 1
