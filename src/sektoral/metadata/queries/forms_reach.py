"""Whose metadata a person may see, and which form an address names."""

from dataclasses import dataclass
from uuid import UUID

from sektoral.domain.errors import NotFound
from sektoral.domain.metadata_forms import MetadataKind
from sektoral.domain.roles import Permission, permissions_of
from sektoral.records.actors import Actor
from sektoral.records.metadata_standing import Owed, list_owed
from sektoral.records.models import Agency, MetadataForm
from sektoral.ui.fetch import agencies_with

P = Permission
LOOKS = (P.SEE_BANK, P.WRITE_METADATA, P.SEE_OWN_REQUESTS)
WORDS: dict[MetadataKind, str] = {
    MetadataKind.ACTIVITY: "kegiatan",
    MetadataKind.VARIABLE: "variabel",
    MetadataKind.INDICATOR: "indikator",
}
KINDS = {word: kind for kind, word in WORDS.items()}


@dataclass(frozen=True, slots=True)
class About:
    """A form of an agency, whether or not it was ever written."""

    agency: Agency
    owed: Owed

    @property
    def kind(self) -> MetadataKind:
        """Which of the three forms it is."""
        return self.owed.kind

    @property
    def key(self) -> str:
        """What it is about."""
        return self.owed.key

    @property
    def stored(self) -> MetadataForm | None:
        """Its last version."""
        return self.owed.stored

    @property
    def version(self) -> int:
        """The number of its last version, 0 where there is none."""
        return self.stored.version if self.stored else 0


def agencies_seen(actor: Actor) -> list[UUID] | None:
    """This will list the agencies whose metadata the person may see; `None` stands for all of the office."""
    if permissions_of(actor.roles) & {P.SEE_BANK, P.WRITE_METADATA}:
        return None
    return agencies_with(actor, P.SEE_OWN_REQUESTS)


def fetch_agency(actor: Actor, pk: UUID) -> Agency:
    """This will give an agency whose metadata the person may see. Raises `NotFound`."""
    agencies = Agency.objects.filter(office=actor.office).select_related("office")
    seen = agencies_seen(actor)
    found = (agencies if seen is None else agencies.filter(pk__in=seen)).filter(pk=pk).first()
    if found is None:
        raise NotFound("not_found")
    return found


def fetch_about(actor: Actor, agency: UUID, word: str, key: str) -> About:
    """This will give the form that an agency owes under an address. Raises `NotFound`."""
    found = fetch_agency(actor, agency)
    owed = list_owed(actor.office, [found.pk]).get(found.pk, ())
    for one in owed:
        if (one.kind, one.key) == (KINDS.get(word), key):
            return About(found, one)
    raise NotFound("not_found")


def fetch_version(actor: Actor, pk: UUID) -> MetadataForm:
    """This will give one version of a form, also of one that is owed no longer. Raises `NotFound`."""
    versions = MetadataForm.objects.filter(office=actor.office, pk=pk)
    seen = agencies_seen(actor)
    found = (versions if seen is None else versions.filter(agency__in=seen)).select_related(
        "agency", "office", "written_by", "checked_by"
    )
    version = found.first()
    if version is None:
        raise NotFound("not_found")
    return version
