"""EPSS: how mature a region's sectoral statistics are, indicator by indicator (Peraturan BPS 3/2022).

The scheme holds five domains of weighted aspects of weighted indicators, 38 in all. A level is a person's judgement;
what the system's own evidence can carry is another number, and stands beside it.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid

LEVELS: dict[int, str] = {1: "Rintisan", 2: "Terkelola", 3: "Terdefinisi", 4: "Terpadu", 5: "Optimum"}
HIGHEST = max(LEVELS)
# Predikat by lower bound. The bounds are those in common use; no regulation with them was at hand.
GRADES: tuple[tuple[Decimal, str], ...] = (
    (Decimal("4.2"), "Memuaskan"),
    (Decimal("3.5"), "Sangat Baik"),
    (Decimal("2.6"), "Baik"),
    (Decimal("1.8"), "Cukup"),
    (Decimal(0), "Kurang"),
)
_HUNDRED = Decimal(100)


class ProofKind(StrEnum):
    """What a piece of evidence shows; each is a rung of the ladder, and stands on the one below."""

    DOCUMENT = "dokumen"  # that it was done
    PROCEDURE = "prosedur"  # that one rule holds for every producer
    REVIEW = "reviu"  # that it was reviewed and evaluated
    REVISION = "pemutakhiran"  # that it was renewed after that


RUNGS: tuple[tuple[int, ProofKind], ...] = (
    (2, ProofKind.DOCUMENT),
    (3, ProofKind.PROCEDURE),
    (4, ProofKind.REVIEW),
    (5, ProofKind.REVISION),
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the 38; `weight` is its share of its aspect in percent, `levels` the statement of each level."""

    code: str
    name: str
    weight: int
    explanation: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """Indicators under one head; `weight` is its share of the domain in percent."""

    code: str
    name: str
    weight: int
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """Aspects under one head; `weight` is its share of the index in percent."""

    code: str
    name: str
    weight: int
    aspects: tuple[Aspect, ...]

    @property
    def indicators(self) -> Iterator[Indicator]:
        """Its indicators in order."""
        return (indicator for aspect in self.aspects for indicator in aspect.indicators)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The whole instrument and the regulation it comes from."""

    source: str
    domains: tuple[Domain, ...]

    @property
    def indicators(self) -> Iterator[Indicator]:
        """All indicators in order."""
        return (indicator for domain in self.domains for indicator in domain.indicators)

    def indicator(self, code: str) -> Indicator:
        """The indicator with a code. Raise `KeyError` where there is none."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Score:
    """An exact index from 1 to 5 over what was assessed; `assessed` of `of` indicators have a level.

    What was not assessed counts as level 1, as an indicator without evidence does.
    """

    index: Decimal
    assessed: int
    of: int

    @property
    def grade(self) -> str:
        """The predikat of the index."""
        return next(word for least, word in GRADES if self.index >= least)


def read_scheme(text: str) -> Scheme:
    """This will read the instrument; `Invalid("epss_unreadable")` names what is wrong with it."""
    try:
        scheme = canonical.read(Scheme, json.loads(text))
    except ValueError as error:
        raise Invalid("epss_unreadable", what=str(error)) from error
    for name, weights in _weights(scheme):
        if sum(weights) != _HUNDRED:
            raise Invalid("epss_unreadable", what=name)
    if any(len(indicator.levels) != HIGHEST for indicator in scheme.indicators):
        raise Invalid("epss_unreadable", what="levels")
    return scheme


def index_of(scheme: Scheme, levels: Mapping[str, int]) -> Score:
    """This will weigh the levels of the whole scheme, exactly: domain × aspect × indicator × level."""
    total = sum((domain.weight * score_of_domain(domain, levels) for domain in scheme.domains), Decimal(0))
    codes = [indicator.code for indicator in scheme.indicators]
    return Score(total / _HUNDRED, sum(1 for code in codes if code in levels), len(codes))


def score_of_domain(domain: Domain, levels: Mapping[str, int]) -> Decimal:
    """This will weigh the levels of one domain, exactly."""
    return sum((aspect.weight * _score_of_aspect(aspect, levels) for aspect in domain.aspects), Decimal(0)) / _HUNDRED


def carried_level(proofs: Collection[ProofKind]) -> int:
    """This will give the highest level that evidence of these kinds carries: no rung without those below it."""
    level = min(LEVELS)
    for rung, kind in RUNGS:
        if kind not in proofs:
            break
        level = rung
    return level


def check_level(level: int, proofs: Collection[ProofKind] | None) -> None:
    """This will raise where the system speaks to the indicator and knows of no review, or revision, that level 4 or 5
    asks for; `proofs` is `None` where it cannot speak to the indicator at all."""
    if level not in LEVELS:
        raise Invalid("assessment_level_unknown", level=level)
    if proofs is None:
        return
    asked = {kind for rung, kind in RUNGS if rung > 3 and rung <= level}
    missing = [kind.value for kind in ProofKind if kind in asked and kind not in proofs]
    if missing:
        raise Invalid("assessment_level_unproven", level=level, missing=", ".join(missing))


def _score_of_aspect(aspect: Aspect, levels: Mapping[str, int]) -> Decimal:
    parts = (Decimal(one.weight * levels.get(one.code, min(LEVELS))) for one in aspect.indicators)
    return sum(parts, Decimal(0)) / _HUNDRED


def _weights(scheme: Scheme) -> Iterator[tuple[str, list[int]]]:
    yield "domains", [domain.weight for domain in scheme.domains]
    for domain in scheme.domains:
        yield domain.code, [aspect.weight for aspect in domain.aspects]
        for aspect in domain.aspects:
            yield aspect.code, [indicator.weight for indicator in aspect.indicators]
