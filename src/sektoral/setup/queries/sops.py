"""The SOP's versions as the set-up shows them, and what may be done with each."""

from sektoral.domain.errors import WrongState
from sektoral.records.models import Office, Sop
from sektoral.records.sop_versions import is_on_its_way, revision_of, sop_in_force


def check_can_begin(office: Office) -> None:
    """This will raise while another revision is in work, or the version in force waits for its approval."""
    revision = revision_of(office)
    if revision is not None:
        raise WrongState("sop_in_work", version=revision.version)
    current = sop_in_force(office)
    if is_on_its_way(current):
        raise WrongState("sop_on_its_way", version=current.version)


def check_can_write(stored: Sop) -> None:
    """This will raise unless the version is a revision in work that nobody reads for signature."""
    if stored.in_force_at or stored.dropped_at:
        raise WrongState("sop_not_in_work", version=stored.version)
    if is_on_its_way(stored):
        raise WrongState("sop_on_its_way", version=stored.version)
