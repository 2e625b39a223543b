"""What headings and labels say of a figure: variable, unit, area, period, dimensions, beside the words themselves."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sektoral.domain.instruments import Dimensions

WHOLE = "_T"  # the code of a dimension's total, as in SDMX: men and women together


class Certainty(StrEnum):
    """How sure a proposal is. Whatever is not sure is to be looked at before it is confirmed."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit as written, and the unit it is: one of the written is `factor` of `unit`, as exact decimal text.

    `unit` is empty for a spelling nobody knows. A factor other than `1` is proposed, and holds only once confirmed.
    """

    written: str
    unit: str = ""
    factor: str = "1"


@dataclass(frozen=True, slots=True)
class AreaFound:
    """An area as written, and its code and name in the lists; `code` is empty where the lists do not have it."""

    written: str
    name: str = ""
    code: str = ""
    level: str = ""  # provinsi, kabupaten, kecamatan, desa
    certainty: Certainty = Certainty.SURE


@dataclass(frozen=True, slots=True)
class Facts:
    """What a line of a table, or its title, says. `words` is the path of what is left, the outermost heading first."""

    words: tuple[str, ...] = ()
    unit: UnitFound | None = None
    area: AreaFound | None = None
    period: str = ""  # the code of `domain.periods`; of a line that leaves the year to another one only `-S1` or `-03`
    dims: Dimensions = ()

    @property
    def variable(self) -> str:
        """The words as one text."""
        return ", ".join(self.words)

    @property
    def is_whole(self) -> bool:
        """Whether some dimension is summed up here."""
        return any(code == WHOLE for _, code in self.dims)


NOTHING = Facts()


def joined(outer: Facts, inner: Facts) -> Facts:
    """Put two facts together; where both speak, the inner one, which is nearer to the figure, is right."""
    dims = {**dict(outer.dims), **dict(inner.dims)}
    return replace(
        inner,
        words=outer.words + tuple(word for word in inner.words if word not in outer.words),
        unit=inner.unit or outer.unit,
        area=inner.area or outer.area,
        period=_period(outer.period, inner.period),
        dims=tuple(sorted(dims.items())),
    )


def _period(outer: str, inner: str) -> str:
    """Put a year and a part of a year together, whichever of them stands farther away."""
    if inner.startswith("-") and len(outer) == 4:
        return outer + inner
    if outer.startswith("-") and len(inner) == 4:
        return inner + outer
    return inner or outer
