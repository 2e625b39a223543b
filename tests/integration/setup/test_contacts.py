"""The pages of an agency's people: who sees whom, inviting by the form, and what a stranger gets."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from sektoral.records.models import Invitation, Message
from sektoral.setup.actions.invitations import invite
from tests.integration.accounts.test_invitations import contact
from tests.offices import make_tiny_office
from tests.rounds import Scene
from tests.signed_papers import plain_letter
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def given(**changes: object) -> dict[str, object]:
    return {
        "role": "OPERATOR",
        "replaces": "",
        "name": "Contoh Petugas Baru",
        "email": "petugas.baru@dinkes.example",
        "title": "Pengelola Data",
        "standing": "definitif",
        "valid_from": "2026-11-23",
        "letter_number": "800/12/2026",
        "letter_on": "2026-11-20",
        "file": SimpleUploadedFile("surat-tugas.pdf", plain_letter(), content_type="application/pdf"),
    } | changes


def test_jp_invites_and_sees_what_became_of_it(scene: Scene) -> None:
    address = f"/pengaturan/kontak/{scene.agency('dinkes').pk}/"
    with visiting(scene, "jp1") as client:
        assert "Dinas Kesehatan" in client.get("/pengaturan/kontak/").content.decode()
        assert client.post(f"{address}undang/", given()).status_code == 302
        assert "Surel sedang dikirim" in client.get(address).content.decode()
        scene.settle()
        page = client.get(address).content.decode()
        assert "Menunggu diterima" in page
        assert "800/12/2026" in page
        made = Invitation.objects.get()
        letter = client.get(f"/pengaturan/kontak/undangan/{made.pk}/surat-tugas.pdf")
        assert letter.content == plain_letter()
        client.post(f"/pengaturan/kontak/undangan/{made.pk}/ulang/")
        scene.settle()
        assert len(mail.outbox) == 2
        client.post(f"/pengaturan/kontak/undangan/{made.pk}/batal/")
        assert "Dibatalkan" in client.get(address).content.decode()


def test_what_is_wrong_is_said_beside_the_form(scene: Scene) -> None:
    with visiting(scene, "jp1") as client:
        address = f"/pengaturan/kontak/{scene.agency('dinkes').pk}/undang/"
        answer = client.post(address, given(letter_on="2026-12-01"))
        assert answer.status_code == 422
        assert "Tanggal surat tugas belum tiba" in answer.content.decode()
        assert client.post(address, given(role="HEAD")).status_code == 422  # not a choice of JP


def test_a_head_sees_and_invites_for_their_own_agency_only(scene: Scene) -> None:
    own, other = (f"/pengaturan/kontak/{scene.agency(code).pk}/" for code in ("dinkes", "disdik"))
    with visiting(scene, "kepala.dinkes") as client:
        assert client.get("/pengaturan/kontak/")["Location"] == own
        assert client.get(own).status_code == 200
        assert client.get(other).status_code == 404
        assert client.post(f"{other}undang/", given()).status_code == 404
        assert client.post(f"{own}undang/", given(role="HEAD")).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("operator.dinkes", 403), ("bps", 403), ("auditor", 403), ("", 302)])
def test_others_do_not_see_telephone_numbers(scene: Scene, who: str, status: int) -> None:
    with visiting(scene, who) as client:
        assert client.get("/pengaturan/kontak/").status_code == status
        assert client.get(f"/pengaturan/kontak/{scene.agency('dinkes').pk}/").status_code == status


def test_sukor_looks_and_does_not_invite(scene: Scene) -> None:
    address = f"/pengaturan/kontak/{scene.agency('dinkes').pk}/"
    with visiting(scene, "sukor") as client:
        assert "Undang petugas baru" not in client.get(address).content.decode()
        assert client.get(f"{address}undang/").status_code == 403


def test_another_office_sees_nothing_of_it(scene: Scene) -> None:
    made = invite(contact(scene), by=scene.by("jp1"), at=scene.now)
    elsewhere = Scene(office=make_tiny_office(slug="seberang"))
    with visiting(elsewhere, "admin") as client:
        for door in ("ulang/", "batal/"):
            assert client.post(f"/pengaturan/kontak/undangan/{made.pk}/{door}").status_code == 404
        assert client.get(f"/pengaturan/kontak/undangan/{made.pk}/surat-tugas.pdf").status_code == 404
        assert client.get(f"/pengaturan/kontak/{made.agency_id}/").status_code == 404


def test_a_message_that_did_not_leave_is_shown_at_its_person(scene: Scene) -> None:
    Message.objects.create(
        office=scene.office, key="uji", kind="request", channel="email", to="operator.dinkes@mungil.example",
        subject="Uji", body="Uji",
        queued_at=scene.now, last_error_code="SMTPRecipientsRefused",
    )  # fmt: skip
    with visiting(scene, "jp1") as client:
        assert "Surel tidak terkirim" in client.get("/pengaturan/kontak/?keadaan=perlu").content.decode()
        page = client.get(f"/pengaturan/kontak/{scene.agency('dinkes').pk}/").content.decode()
        assert "Surel terakhir tidak terkirim" in page
