"""How far the agencies are with their metadata, and the forms of one agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sektoral.domain.metadata_forms import MetadataKind
from sektoral.metadata.queries.forms_reach import WORDS, agencies_seen
from sektoral.records.actors import Actor
from sektoral.records.metadata_standing import MetadataStanding, Owed, list_owed, standing_of
from sektoral.records.models import Agency
from sektoral.ui.components import Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec

BEGUN, WHOLE, NONE = "berjalan", "lengkap", "belum"


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency in the overview."""

    id: UUID
    name: str
    standing: MetadataStanding
    status: Status
    state: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form that an agency owes, in its list."""

    kind: MetadataKind
    word: str
    key: str
    name: str
    version: int
    percent: int
    missing: int
    status: Status
    written: str


def list_agencies(actor: Actor) -> Sequence[AgencyRow]:
    """This will list the agencies that owe metadata, in the order of the office."""
    owed = list_owed(actor.office, agencies_seen(actor))
    names = dict(Agency.objects.filter(pk__in=owed).values_list("pk", "name"))
    return [_agency(pk, names[pk], standing_of(forms)) for pk, forms in owed.items()]


def list_forms(agency: Agency) -> Sequence[FormRow]:
    """This will list what an agency owes."""
    return [_form(one) for one in list_owed(agency.office, [agency.pk]).get(agency.pk, ())]


def agencies_spec() -> ListSpec[AgencyRow]:
    """This will describe the list of agencies."""
    return ListSpec(
        name="metadata-opd",
        columns=(
            Column("opd", "Produsen Data", lambda row: row.name),
            Column("lengkap", "Kelengkapan (%)", lambda row: row.standing.percent, numeric=True),
            Column("formulir", "Formulir", lambda row: row.standing.owed, numeric=True),
            Column("terisi", "Ditulis", lambda row: row.standing.written, numeric=True),
            Column("penuh", "Lengkap", lambda row: row.standing.complete, numeric=True),
            Column("sesuai", "Diperiksa", lambda row: row.standing.checked, numeric=True),
            Column("keadaan", "Keadaan", lambda row: row.status.word),
        ),
        filters=(
            Filter(
                "keadaan",
                "Keadaan",
                [(NONE, "Belum ditulis"), (BEGUN, "Belum lengkap"), (WHOLE, "Lengkap")],
                lambda row, state: row.state == state,
            ),
        ),
        text=lambda row: row.name,
        search_label="Cari OPD",
    )


def _agency(pk: UUID, name: str, standing: MetadataStanding) -> AgencyRow:
    state = WHOLE if standing.complete == standing.owed else BEGUN if standing.written else NONE
    looks = {
        WHOLE: Status(Tone.DONE, "Lengkap"),
        BEGUN: Status(Tone.RUN, "Belum lengkap"),
        NONE: Status(Tone.IDLE, "Belum ditulis"),
    }
    return AgencyRow(pk, name, standing, looks[state], state)


def _form(owed: Owed) -> FormRow:
    stored = owed.stored
    return FormRow(
        kind=owed.kind,
        word=WORDS[owed.kind],
        key=owed.key,
        name=owed.name,
        version=stored.version if stored else 0,
        percent=owed.completeness.percent if stored else 0,
        missing=len(owed.completeness.missing),
        status=status_of_form(owed),
        written=stored.written_by.name if stored else "",
    )


def status_of_form(owed: Owed) -> Status:
    """This will give the chip of a form."""
    match owed.stored:
        case None:
            return Status(Tone.IDLE, "Belum ditulis")
        case form if form.checked_at:
            return Status(Tone.DONE, "Sesuai")
        case _ if owed.completeness.is_complete:
            return Status(Tone.WAIT, "Menunggu diperiksa")
        case _:
            return Status(Tone.RUN, "Belum lengkap")
