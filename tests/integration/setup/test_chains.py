"""The office's own chains: who writes them, what the page says, and which letters follow them."""

import pytest

from sektoral.domain.chains import INITIALLERS, OFFICE_KINDS, chain_of, make_chain
from sektoral.domain.errors import Invalid, Refused
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Role
from sektoral.records.models import Event, Letter, Office
from sektoral.setup.actions.chains import change_chains
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PAGE = "/pengaturan/rantai/"
WITH_SEKRETARIS = make_chain([Role.SUKOR, Role.KABID, Role.SEKRETARIS], Role.KADIS)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def _posted(office: Office) -> dict[str, str]:
    """The form as the page shows it."""
    given = {}
    for kind in OFFICE_KINDS:
        chain = chain_of(kind, office.chains)
        for place, seat in enumerate(chain[:-1], start=1):
            given[f"{kind}-paraf-{place}"] = seat.role.value
        given[f"{kind}-tanda-tangan"] = chain[-1].role.value
    return given


def _seats(letter: Letter) -> list[str]:
    return list(letter.steps.order_by("position").values_list("role", flat=True))


def test_a_letter_on_its_way_keeps_its_chain_and_the_next_one_has_the_new_one(scene: Scene) -> None:
    (before,) = scene.drafted("dinkes")
    changed = change_chains({LetterKind.REQUEST: WITH_SEKRETARIS}, by=scene.by("admin"), at=scene.now)
    assert changed == [LetterKind.REQUEST]
    scene.office.refresh_from_db()
    scene.period = "2024"
    (after,) = scene.drafted("disdik")
    assert _seats(before) == ["SUKOR", "KABID", "KADIS"]
    assert _seats(after) == ["SUKOR", "KABID", "SEKRETARIS", "KADIS"]
    scene.initial(before)
    assert Letter.objects.get(pk=before.pk).state == "awaiting_signature"
    scene.initial(after)
    assert Letter.objects.get(pk=after.pk).state == "initialling"


def test_the_page_changes_one_chain_and_the_journal_says_which(scene: Scene) -> None:
    with visiting(scene, "admin") as client:
        assert "Paraf Sub Koordinator → Paraf Kepala Bidang → Tanda tangan Kepala Dinas" in (
            client.get(PAGE).content.decode()
        )
        given = _posted(scene.office) | {"report-paraf-3": "SEKRETARIS", "report-tanda-tangan": "SEKDA"}
        page = client.post(PAGE, given, follow=True).content.decode()
    assert "Rantai diubah: Laporan kolektif." in page
    assert "JP mengunggah hasilnya" in page
    event = Event.objects.get(office_id=scene.office.pk, kind="chain.changed")
    assert event.facts == {"letter": "report", "seats": "SUKOR KABID SEKRETARIS SEKDA"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({f"memo-paraf-{place + 1}": "" for place in range(len(INITIALLERS))}, "belum memiliki pemaraf"),
        ({"memo-paraf-1": "KABID"}, "menempati dua tempat"),
        ({"memo-tanda-tangan": "JP"}, "JP"),
    ],
)
def test_a_faulty_chain_is_not_kept_and_the_page_says_why(scene: Scene, given: dict[str, str], said: str) -> None:
    with visiting(scene, "admin") as client:
        answer = client.post(PAGE, _posted(scene.office) | given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Office.objects.get(pk=scene.office.pk).chains == {}


def test_only_the_administrator_changes_a_chain_and_no_agency_s(scene: Scene) -> None:
    with visiting(scene, "jp1") as client:
        assert "Simpan rantai" not in client.get(PAGE).content.decode()
        assert client.post(PAGE, _posted(scene.office)).status_code == 403
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(PAGE).status_code == 403
    with pytest.raises(Refused):
        change_chains({LetterKind.REQUEST: WITH_SEKRETARIS}, by=scene.by("kadis"), at=scene.now)
    with pytest.raises(Invalid, match="chain_of_agency"):
        change_chains({LetterKind.TRANSMITTAL: WITH_SEKRETARIS}, by=scene.by("admin"), at=scene.now)
