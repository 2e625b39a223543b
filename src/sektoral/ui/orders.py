"""The Kadis's order on paper as the board and the round's page name it."""

from dataclasses import dataclass
from datetime import date

from sektoral.records.actors import Actor
from sektoral.records.models import Round
from sektoral.ui.addresses import open_url


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A written order; `url` leads to it, empty for who may not read it."""

    number: str
    on: date
    opened_by: str
    url: str


def order_line(round_: Round, actor: Actor) -> OrderLine | None:
    """This will name the written order of a round; none where the Kadis ordered here."""
    if round_.ordered_on is None:
        return None
    url = open_url(actor, "step1:disposition", round_.pk)
    return OrderLine(round_.order_number, round_.ordered_on, round_.opened_by.name, url)
