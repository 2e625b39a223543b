"""A revision of the SOP, taken as far as a test needs it through the same actions that the pages use."""

from copy import deepcopy

from sektoral.domain.sop_text import SopText
from sektoral.records.models import Letter, Sop
from sektoral.records.sop_versions import digest_of, text_of
from sektoral.setup.actions.sops import begin_revision, propose_sop, write_revision
from tests.rounds import Scene

NUMBER = "500.14/12/SOP/DISKOMINFO/2026"
CHANGE = "Waktu Produsen Data menjadi 7 hari kerja."


def revised(stored: Sop, *, number: str = NUMBER, step3: str = "7 hari kerja") -> SopText:
    """The version with another number and another time for step 3."""
    raw = deepcopy(text_of(stored))
    raw["kepala"]["Nomor SOP"] = number
    raw["bagan_alur"]["langkah"][2]["waktu"] = step3
    return raw


def begun(scene: Scene) -> Sop:
    return begin_revision(by=scene.by("sukor"), at=scene.now)


def write(scene: Scene, stored: Sop, content: SopText, *, change: str = CHANGE, key: str = "sukor") -> None:
    seen = digest_of(Sop.objects.get(pk=stored.pk).content)
    write_revision(stored, content, change=change, seen=seen, by=scene.by(key), at=scene.later(minutes=5))


def written(scene: Scene, **parts: str) -> Sop:
    stored = begun(scene)
    write(scene, stored, revised(stored, **parts))
    return stored


def propose(scene: Scene, stored: Sop) -> Letter:
    return propose_sop(again(stored), by=scene.by("jp1"), at=scene.later(minutes=5))


def signed(scene: Scene, stored: Sop) -> Letter:
    """Proposed, initialled twice and signed."""
    letter = propose(scene, stored)
    scene.initial(letter)
    return scene.sign(letter, "kadis")


def again(stored: Sop) -> Sop:
    return Sop.objects.select_related("office").get(pk=stored.pk)


def first(scene: Scene) -> Sop:
    return Sop.objects.select_related("office").get(office=scene.office, version=1)
