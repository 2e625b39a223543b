"""Seats that the office adds or that sign for others: the Sekretaris, a.n. and u.b., Plt., and every send-back."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from sektoral.domain.chains import make_chain
from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Role, Standing
from sektoral.intake import files
from sektoral.letters.actions.drafting import resubmit, send_back
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.initialling import initial
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign, sign_all
from sektoral.letters.previews import draft_pdf
from sektoral.records.actors import local_date
from sektoral.records.models import Assignment, Letter, Person
from sektoral.setup.actions.assignments import NewSeat, change_assignment
from sektoral.setup.actions.chains import change_chains
from tests.offices import make_tiny_office, person_of
from tests.pdf_text import missing_from, pages_of
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
CHAIN = (Role.SUKOR, Role.KABID, Role.SEKRETARIS)
KEYS = {Role.SUKOR: "sukor", Role.KABID: "kabid", Role.SEKRETARIS: "sekretaris", Role.KADIS: "kadis"}
NOTE = "Nomor SOP pada dasar surat belum benar."


@pytest.fixture
def scene() -> Scene:
    """An office whose Sekretaris initials last."""
    scene = Scene()
    seat(scene, Role.SEKRETARIS, "Sekretaris Dinas", email="sekretaris@mungil.example")
    change_chains({LetterKind.REQUEST: make_chain(CHAIN, Role.KADIS)}, by=scene.by("admin"), at=scene.now)
    scene.office.refresh_from_db()
    return scene


def seat(scene: Scene, role: Role, title: str, *, email: str, lines: Sequence[str] = (), name: str = "") -> Assignment:
    """The administrator seats somebody from today on."""
    new = NewSeat(
        role=role,
        name=name or f"Contoh {title}",
        email=email,
        title=title,
        valid_from=local_date(scene.office, scene.now),
        rank="Pangkat (contoh)",
        nip="NIP (contoh)",
        on_behalf=tuple(lines),
    )
    return change_assignment(new, by=scene.by("admin"), at=scene.now)


def again(letter: Letter) -> Letter:
    return Letter.objects.select_related("office", "agency", "final_file").get(pk=letter.pk)


def initialled_up_to(scene: Scene, letter: Letter, seats: Sequence[Role]) -> None:
    for role in seats:
        initial(letter, by=scene.by(KEYS[role]), at=scene.later(minutes=1))


def test_nobody_of_another_office_is_seated_unasked(scene: Scene) -> None:
    there = person_of(make_tiny_office(slug="seberang"), "operator.dinkes")
    with pytest.raises(Invalid, match="email_not_ours"):
        seat(scene, Role.AUDITOR, "Auditor", email=there.email)
    assert not Assignment.objects.filter(person=there, office=scene.office).exists()


def test_who_has_a_seat_here_may_have_another(scene: Scene) -> None:
    sukor = person_of(scene.office, "sukor")
    assert seat(scene, Role.JP, "Pelaksana", email=sukor.email.upper()).person == sukor


def test_who_signs_for_another_agency_learns_nothing_of_a_letter(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    with pytest.raises(NotFound):
        sign_all({letter.pk: "0" * 64}, by=scene.by("kepala.disdik"), at=scene.now, gateway=local_authority())


@pytest.mark.parametrize("stage", [0, 1, 2, 3])
def test_every_seat_sends_back_and_whoever_mends_it_reads_why(scene: Scene, stage: int) -> None:
    (letter,) = scene.drafted("dinkes")
    initialled_up_to(scene, letter, CHAIN[:stage])
    sender = KEYS[(*CHAIN, Role.KADIS)[stage]]
    with visiting(scene, sender) as client:
        refused = client.post(f"/surat/{letter.pk}/kembalikan/", {"reason": " "})
        assert refused.status_code == 422
        assert client.post(f"/surat/{letter.pk}/kembalikan/", {"reason": NOTE}).status_code == 302
    assert again(letter).state == "draft"
    assert letter.steps.filter(done_at__isnull=False).count() == 0
    with visiting(scene, "jp1") as client:
        assert NOTE in client.get(f"/surat/{letter.pk}/").content.decode()
    resubmit(again(letter), subject=letter.subject, by=scene.by("jp1"), at=scene.later(minutes=1))
    assert letter.steps.get(position=1).ready_at == scene.now


def test_the_sekretaris_has_a_queue_and_gives_the_last_paraf(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    initialled_up_to(scene, letter, CHAIN[:2])
    with visiting(scene, "sekretaris") as client:
        board = client.get("/", follow=True).content.decode()
        assert "/surat/antrean/" in board
        page = client.get("/surat/antrean/", follow=True).content.decode()
        assert "1 surat</strong> menunggu paraf Anda" in page
        client.post("/surat/antrean/paraf/", {"letter": [str(letter.pk)], "unopened": "on"})
    assert again(letter).state == "awaiting_signature"
    assert again(letter).number


def test_nobody_but_the_seat_whose_turn_it_is_sends_back(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    with visiting(scene, "sekretaris") as client:
        assert client.post(f"/surat/{letter.pk}/kembalikan/", {"reason": NOTE}).status_code == 403
    with visiting(scene, "operator.dinkes") as client:
        assert client.post(f"/surat/{letter.pk}/kembalikan/", {"reason": NOTE}).status_code == 403
    with pytest.raises(Invalid, match="reason_missing"):
        send_back(letter, reason="", by=scene.by("sukor"), at=scene.now)


def test_a_n_and_u_b_stand_above_the_title_and_plt_before_it(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    Assignment.objects.filter(office=scene.office, role=Role.KADIS).update(
        on_behalf=["a.n. BUPATI MUNGIL", "Sekretaris Daerah", "u.b."], standing=Standing.ACTING
    )
    lines = " ".join(pages_of(draft_pdf(letter, at=scene.now)))
    assert not missing_from(lines, "a.n. BUPATI MUNGIL Sekretaris Daerah u.b. Plt. Kepala Dinas")


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Kepala Dinas Kominfo dan Statistik"},
        {"rank": "Pangkat lain (contoh)"},
        {"nip": "NIP lain (contoh)"},
        {"standing": Standing.ACTING},
        {"on_behalf": ["a.n. BUPATI MUNGIL"]},
    ],
)
def test_what_changes_between_paraf_and_signature_makes_the_shown_bytes_stale(
    scene: Scene, change: dict[str, object]
) -> None:
    (letter,) = scene.drafted("dinkes")
    initialled_up_to(scene, letter, CHAIN)
    kadis = scene.by("kadis")
    shown = finalise(again(letter), by=kadis, at=scene.now)
    Assignment.objects.filter(office=scene.office, role=Role.KADIS).update(**change)
    with pytest.raises(WrongState, match="signing_stale"):
        sign(again(letter), sha256=shown.sha256, by=kadis, at=scene.now, gateway=local_authority())
    anew = finalise(again(letter), by=kadis, at=scene.now)
    assert anew.sha256 != shown.sha256
    sign(again(letter), sha256=anew.sha256, by=kadis, at=scene.now, gateway=local_authority())
    assert again(letter).state == "signed"


def test_another_name_of_the_same_person_makes_them_stale_too(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    initialled_up_to(scene, letter, CHAIN)
    shown = finalise(again(letter), by=scene.by("kadis"), at=scene.now)
    Person.objects.filter(email="kadis@mungil.example").update(name="Contoh Kadis, M.Si.")
    anew = finalise(again(letter), by=scene.by("kadis"), at=scene.now)
    assert anew.sha256 != shown.sha256
    assert not missing_from(" ".join(pages_of(files.read(anew))), "Contoh Kadis, M.Si.")


def test_only_the_sekda_is_seated_without_an_account(scene: Scene) -> None:
    sekda = seat(scene, Role.SEKDA, "Sekretaris Daerah", email="", lines=["a.n. BUPATI MUNGIL", ""])
    assert not sekda.person.has_account
    assert not sekda.person.has_usable_password()
    assert sekda.on_behalf == ["a.n. BUPATI MUNGIL"]
    with pytest.raises(Invalid, match="email_missing"):
        seat(scene, Role.KABID, "Kepala Bidang", email="")
    given = {
        "role": "KABID",
        "standing": "definitif",
        "name": "Contoh",
        "title": "Kepala Bidang",
        "valid_from": local_date(scene.office, scene.now + timedelta(days=1)).isoformat(),
    }
    with visiting(scene, "admin") as client:
        answer = client.post("/pengaturan/penugasan/", given)
        assert answer.status_code == 422
        assert "Alamat surelnya belum ditulis" in answer.content.decode()
        assert client.post("/pengaturan/penugasan/", given | {"role": "SEKDA"}, follow=True).status_code == 200
        assert "tanda tangan di luar sistem" in client.get("/pengaturan/penugasan/").content.decode()
