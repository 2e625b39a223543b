"""What BSrE's gateway tells beside the signed PDF: whom its certificate names, and where it keeps what was lost."""

import pytest
from pytest_django.fixtures import Settings

from sektoral.domain.papers import SigningService
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Letter, SigningAttempt
from tests.bsre_state import Behaviour, Gateway
from tests.signing_offices import UNKNOWN, V1, V2, WAITS, assert_all_holds, signing_through
from tests.visits import visiting

pytestmark = pytest.mark.django_db
B = Behaviour


def test_what_the_gateway_has_signed_and_kept_is_fetched_with_one_button(gateway: Gateway) -> None:
    office = signing_through(V1)
    gateway.json_answers = gateway.loses_downloads = True
    assert "berkasnya belum sampai" in office.sign()
    letter = office.again()
    attempt = letter.attempts.get()
    assert (letter.state, attempt.outcome, attempt.document_id) == (UNKNOWN, "document_not_fetched", "dokumen-1")
    assert_all_holds(office)
    door = f"/surat/{letter.pk}/"
    office.scene.office.signing_service = V2  # changed meanwhile: the document lies where it lay
    office.scene.office.save()
    with visiting(office.scene, "kadis") as client:
        assert "Ambil berkasnya dari layanan" in client.get(door).content.decode()
        assert "hilang di jalan" in client.post(f"{door}ambil/", follow=True).content.decode()
        assert office.again().state == UNKNOWN
        gateway.loses_downloads = False
        assert "Surat ditandatangani dan terdaftar" in client.post(f"{door}ambil/", follow=True).content.decode()
    assert (office.again().state, gateway.asked("/api/sign/pdf")) == ("signed", 1)
    attempt.refresh_from_db()
    assert (attempt.outcome, attempt.document_id) == ("signed", "dokumen-1")
    assert_all_holds(office)


def test_a_document_that_was_given_out_before_is_told_in_words(gateway: Gateway) -> None:
    office = signing_through(V1)
    gateway.json_answers = gateway.loses_downloads = True
    office.sign()
    gateway.loses_downloads = False
    gateway.kept.clear()
    with visiting(office.scene, "kadis") as client:
        page = client.post(f"/surat/{office.again().pk}/ambil/", follow=True).content.decode()
    assert "sudah pernah diambil" in page
    assert "lalu unggah hasilnya" in page
    assert office.again().state == UNKNOWN


def test_nobody_else_fetches_and_nothing_is_fetched_that_the_gateway_does_not_keep(
    gateway: Gateway, settings: Settings
) -> None:
    office = signing_through(V1)
    settings.BSRE_DEADLINE = 2
    gateway.will(B.HANG)
    office.sign()
    door = f"/surat/{office.again().pk}/"
    with visiting(office.scene, "kadis") as client:
        assert "Ambil berkasnya" not in client.get(door).content.decode()
        assert "tidak menyebut berkas" in client.post(f"{door}ambil/", follow=True).content.decode()
        assert client.get(f"{door}ambil/").status_code == 405
    with visiting(office.scene, "operator.dinkes") as client:
        assert client.post(f"{door}ambil/").status_code in (403, 404)
    assert gateway.asked("/api/sign/download/") == 0


@pytest.mark.parametrize("service", [V1, V2])
@pytest.mark.parametrize(("named", "is_warned"), [("IR. H. CONTOH KADIS, M.SI", False), ("Contoh Orang Lain", True)])
def test_whom_the_certificate_names_is_shown_and_another_name_is_warned_of(
    gateway: Gateway, service: SigningService, named: str, is_warned: bool
) -> None:
    office = signing_through(service)
    gateway.signs_as = named
    results = office.sign()
    assert ("lain dari nama yang tercetak" in results) is is_warned
    letter = office.again()
    assert (letter.state, letter.signed_as["certificate"], letter.signed_as["name"]) == (
        "signed",
        named,
        "Contoh Kadis",
    )
    with visiting(office.scene, "kadis") as client:
        page = client.get(f"/surat/{letter.pk}/").content.decode()
    assert ("Nama pada sertifikat lain dari nama yang tercetak" in page) is is_warned
    with visiting(office.scene) as client:
        public = client.get(f"/v/{letter.token}").content.decode()
    for shown in (page, public):
        assert "Menurut sertifikat" in shown
        assert named in shown
    assert_all_holds(office)
    Letter.objects.update(signed_as={**letter.signed_as, "certificate": "Contoh Kadis"})
    assert [one for one in verify(at=office.scene.now) if not one.holds]


def test_a_passphrase_is_not_sent_in_the_clear_to_another_machine(gateway: Gateway, settings: Settings) -> None:
    office = signing_through(V1)
    settings.BSRE_URL = "http://esign.contoh.test"
    assert "frasa sandi dapat terbaca di jalan" in office.sign()
    assert (office.states(), SigningAttempt.objects.count()) == ([WAITS], 0)
