"""What is done when an office is set up, one verb family a file."""

from sektoral.setup.actions.assignments import NewSeat, change_assignment, end_assignment
from sektoral.setup.actions.calendar import add_to_calendar
from sektoral.setup.actions.mergers import Merger, merge_agencies
from sektoral.setup.actions.office import create_office

__all__ = [
    "Merger",
    "NewSeat",
    "add_to_calendar",
    "change_assignment",
    "create_office",
    "end_assignment",
    "merge_agencies",
]
