"""An office whose letters wait for the Kadis, who signs them through the made-up BSrE; see `bsre`."""

from dataclasses import dataclass

from django.test import Client

from sektoral.domain.papers import SigningService
from sektoral.letters.identities import keep_nik
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Letter
from tests.bsre_state import NIK, PASSPHRASE
from tests.offices import person_of
from tests.rounds import Scene
from tests.visits import visiting

V1, V2 = SigningService.BSRE_V1, SigningService.BSRE_V2
SIGN, ACCOUNT = "/surat/antrean/tanda-tangan/", "kata sandi untuk uji"
WAITS, UNKNOWN = "awaiting_signature", "signing_unknown"


@dataclass
class Office:
    """A scene whose letters wait for the Kadis, who signs through one version of BSrE."""

    scene: Scene
    letters: list[Letter]

    def again(self, number: int = 0) -> Letter:
        return Letter.objects.get(pk=self.letters[number].pk)

    def states(self) -> list[str]:
        return [self.again(number).state for number in range(len(self.letters))]

    def posted(self, client: Client, **more: object) -> dict[str, object]:
        """What the page posts for all letters; opening it makes their bytes."""
        client.get(SIGN)
        fresh = Letter.objects.select_related("final_file").filter(pk__in=[one.pk for one in self.letters])
        marks = {f"sha.{one.pk}": one.final_file.sha256 if one.final_file else "" for one in fresh}
        secrets = {"password": ACCOUNT, "passphrase": PASSPHRASE, "unopened": "on"}
        return {"letter": [str(one.pk) for one in self.letters], "batch": "satu", **marks, **secrets, **more}

    def sign(self, **more: object) -> str:
        """Sign all letters without script; gives the text of the page that follows."""
        with visiting(self.scene, "kadis") as client:
            return client.post(SIGN, self.posted(client, **more), follow=True).content.decode()


def signing_through(service: SigningService, *agencies: str) -> Office:
    scene = Scene()
    scene.office.signing_service = service
    scene.office.save()
    kadis = person_of(scene.office, "kadis")
    kadis.set_password(ACCOUNT)
    kadis.save()
    keep_nik(kadis, NIK)
    letters = scene.initialled(*(agencies or ("dinkes",)))
    return Office(scene, letters)


def assert_all_holds(office: Office) -> None:
    """Every invariant holds, but for the issuer's root: none is on file here, so nobody says that it is genuine."""
    office.scene.settle()
    found = {
        outcome.invariant.code: list(outcome.faults) for outcome in verify(at=office.scene.now) if not outcome.holds
    }
    assert found == {}
