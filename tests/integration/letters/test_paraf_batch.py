"""A batch of parafs: a result for each letter, what was never opened is named first, and it may be sent again."""

import pytest

from sektoral.domain.errors import Unavailable
from sektoral.domain.roles import Role
from sektoral.letters.actions import initialling
from sektoral.letters.actions.drafting import resubmit, send_back
from sektoral.letters.actions.initialling import initial, initial_all
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Assignment, Letter
from tests.offices import make_tiny_office, person_of
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PAGE = "/surat/antrean/paraf/"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def _ids(letters: list[Letter]) -> list[str]:
    return [str(letter.pk) for letter in letters]


def _given(letters: list[Letter]) -> int:
    return sum(letter.steps.filter(done_at__isnull=False).count() for letter in letters)


def test_letters_that_were_never_opened_are_named_and_ask_for_a_tick(scene: Scene) -> None:
    letters = scene.drafted("dinkes", "disdik")
    with visiting(scene, "sukor") as client:
        assert "Dinas Pendidikan." in client.get(PAGE).content.decode()  # the first one is open beside the list
        refused = client.post(PAGE, {"letter": _ids(letters)})
        assert refused.status_code == 422
        assert "belum Anda buka: Dinas Pendidikan." in refused.content.decode()
        assert _given(letters) == 0
        shown = client.post(PAGE, {"letter": _ids(letters), "unopened": "on"}, follow=True).content.decode()
    assert "2 dari 2 surat</strong> diparaf" in shown
    assert _given(letters) == 2


def test_opened_one_by_one_they_need_no_tick_until_one_was_mended(scene: Scene) -> None:
    letters = scene.drafted("dinkes", "disdik")
    with visiting(scene, "sukor") as client:
        for letter in letters:
            client.get(f"{PAGE}?surat={letter.pk}")
        send_back(letters[1], reason="Perbaiki.", by=scene.by("sukor"), at=scene.now)
        mended = Letter.objects.get(pk=letters[1].pk)
        resubmit(mended, subject="Perihal baru", by=scene.by("jp1"), at=scene.later(minutes=9))
        refused = client.post(PAGE, {"letter": _ids(letters)})
        assert "belum Anda buka: Dinas Pendidikan." in refused.content.decode()
        client.get(f"{PAGE}?surat={letters[1].pk}")
        assert client.post(PAGE, {"letter": _ids(letters)}).status_code == 302
    assert _given(letters) == 2


def test_a_letter_that_fails_in_the_middle_is_listed_first_with_its_reason_and_may_be_repeated(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = scene.drafted("dinkes", "disdik", "diskominfo")

    def faltering(letter: Letter, *, by: Actor, at: object) -> None:
        if letter == letters[1]:
            raise Unavailable("page_not_drawn", reason="uji")
        initial(letter, by=by, at=scene.now)

    with visiting(scene, "sukor") as client, monkeypatch.context() as patch:
        patch.setattr(initialling, "initial", faltering)
        shown = client.post(PAGE, {"letter": _ids(letters), "unopened": "on"}, follow=True).content.decode()
        assert "2 dari 3 surat</strong> diparaf" in shown
        assert shown.index("Dinas Pendidikan") < shown.index("Dinas Kesehatan")
        assert "tidak dapat digambar" in shown
    with visiting(scene, "sukor") as client:
        again = client.post(PAGE, {"letter": _ids(letters), "unopened": "on"}, follow=True).content.decode()
    assert "3 dari 3 surat</strong> diparaf" in again  # those that were done before count as done
    assert _given(letters) == 3


def test_who_sits_in_two_seats_initials_once_for_each(scene: Scene) -> None:
    Assignment.objects.create(
        office=scene.office,
        person=person_of(scene.office, "sukor"),
        role=Role.KABID,
        title="Plt. Kepala Bidang",
        valid_from=local_date(scene.office, scene.now),
    )
    letters = scene.drafted("dinkes")
    for given in (1, 2):
        assert [one.error for one in initial_all(letters, by=scene.by("sukor"), at=scene.later(minutes=1))] == [None]
        assert _given(letters) == given


def test_a_stranger_s_letter_in_the_batch_is_not_there(scene: Scene) -> None:
    letters = scene.drafted("dinkes")
    elsewhere = Scene(make_tiny_office(slug="seberang"))
    others = elsewhere.drafted("dinkes")
    with visiting(scene, "sukor") as client:
        assert client.post(PAGE, {"letter": _ids(letters + others), "unopened": "on"}).status_code == 404
        assert client.post(PAGE, {"letter": ["bukan-id"], "unopened": "on"}).status_code == 404
        assert client.get("/surat/antrean/hasil/initial/").status_code == 200
        assert client.get("/surat/antrean/hasil/lain/").status_code == 404
    with visiting(scene, "operator.dinkes") as client:
        assert client.get("/surat/antrean/hasil/initial/").status_code == 403
    assert _given(letters + others) == 0
