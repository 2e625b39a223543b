"""The pages of the self-assessment: the index of a year, and one indicator with its evidence and its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sektoral.assessment.queries.gathering import all_proofs, proofs_of
from sektoral.assessment.queries.instrument import scheme
from sektoral.assessment.queries.proof import Proof, Year
from sektoral.domain.epss import LEVELS, Indicator, ProofKind, Score, carried_level, index_of, score_of_domain
from sektoral.domain.errors import NotFound
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Event, Office, SelfAssessment
from sektoral.ui.components import Shape, Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec

KIND_WORDS: Mapping[ProofKind, str] = {
    ProofKind.DOCUMENT: "Dokumen pelaksanaan",
    ProofKind.PROCEDURE: "Kaidah yang berlaku untuk semua",
    ProofKind.REVIEW: "Reviu dan evaluasi",
    ProofKind.REVISION: "Pemutakhiran sesudah reviu",
}
NO_EVIDENCE = "Tidak ada bukti dalam sistem"


@dataclass(frozen=True, slots=True)
class Assessed:
    """An indicator in the list: `chosen` is 0 before somebody chose, `carried` 0 where there is no evidence."""

    domain: str
    aspect: str
    code: str
    name: str
    chosen: int
    carried: int
    proofs: int

    @property
    def chosen_text(self) -> str:
        """The chosen level with its word; empty before somebody chose."""
        return level_text(self.chosen)

    @property
    def carried_text(self) -> str:
        """The level that the evidence carries, with its word; empty where there is none."""
        return level_text(self.carried)

    @property
    def status(self) -> Status:
        """How the chosen level stands to what the evidence carries."""
        if not self.chosen:
            return Status(Tone.IDLE, "Belum dinilai")
        if not self.carried:
            return Status(Tone.RUN, "Dinilai, bukti di luar sistem", Shape.INFO)
        if self.chosen > self.carried:
            return Status(Tone.WAIT, "Di atas bukti sistem")
        return Status(Tone.DONE, "Didukung bukti")


@dataclass(frozen=True, slots=True)
class DomainScore:
    """A domain's share of the index and its own score."""

    name: str
    weight: int
    score: Decimal


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A year's self-assessment. `carried` is the index if every level were what the evidence carries."""

    year: int
    years: Sequence[int]
    source: str
    score: Score
    carried: Score
    domains: Sequence[DomainScore]
    rows: Sequence[Assessed]
    without: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the ladder with its statement; the chosen one is marked, and the one that evidence carries."""

    level: int
    word: str
    statement: str
    is_chosen: bool
    is_carried: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence as the page lists it."""

    what: str
    title: str
    number: str
    day: object
    signer: str
    period: str


@dataclass(frozen=True, slots=True)
class Written:
    """One version of an assessment."""

    version: int
    level: int
    explanation: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """An indicator of a year: what it asks, its ladder, its evidence, and what was chosen when by whom."""

    year: int
    indicator: Indicator
    rungs: Sequence[Rung]
    chosen: int
    explanation: str
    carried: int
    proofs: Sequence[Shown]
    history: Sequence[Written]
    before: str
    after: str


def years_of(office: Office, at: datetime) -> Sequence[int]:
    """This will list the years that may be assessed: those of which the journal tells, the newest first."""
    first = Event.objects.filter(office_id=office.pk).order_by("sequence").first()
    last = local_date(office, at).year
    return range(last, min(last, local_date(office, first.at).year if first else last) - 1, -1)


def chosen_year(actor: Actor, number: int, at: datetime) -> Year:
    """This will give a year that may be assessed. Raises `NotFound` for any other."""
    if number not in years_of(actor.office, at):
        raise NotFound("not_found")
    return Year(actor.office, number, at)


def levels_of(year: Year) -> Mapping[str, int]:
    """This will give the chosen level of each indicator that has one."""
    return {one.indicator: one.level for one in current(year)}


def current(year: Year) -> Sequence[SelfAssessment]:
    """This will list the year's assessments that hold."""
    return list(
        SelfAssessment.objects.filter(office=year.office, year=year.number, is_current=True).select_related(
            "written_by"
        )
    )


def index_page(year: Year) -> IndexPage:
    """This will read the year's page."""
    whole, levels, proofs = scheme(), levels_of(year), all_proofs(year)
    rows = [
        Assessed(
            domain=domain.name,
            aspect=aspect.name,
            code=one.code,
            name=one.name,
            chosen=levels.get(one.code, 0),
            carried=carried_by(proofs.get(one.code, ())),
            proofs=len(proofs.get(one.code, ())),
        )
        for domain in whole.domains
        for aspect in domain.aspects
        for one in aspect.indicators
    ]
    return IndexPage(
        year=year.number,
        years=years_of(year.office, year.at),
        source=whole.source,
        score=index_of(whole, levels),
        carried=index_of(whole, {row.code: row.carried for row in rows if row.carried}),
        domains=[DomainScore(one.name, one.weight, score_of_domain(one, levels)) for one in whole.domains],
        rows=rows,
        without=sum(1 for row in rows if not row.proofs),
    )


def indicator_page(year: Year, code: str) -> IndicatorPage:
    """This will read an indicator's page. Raises `NotFound` for a code that the instrument does not have."""
    indicator = fetch_indicator(code)
    proofs = proofs_of(year, code)
    versions = SelfAssessment.objects.filter(office=year.office, year=year.number, indicator=code)
    history = [
        Written(one.version, one.level, one.explanation, one.written_at, one.written_by.name)
        for one in versions.order_by("-version").select_related("written_by")
    ]
    chosen, carried = (history[0].level if history else 0), carried_by(proofs)
    codes = [one.code for one in scheme().indicators]
    at = codes.index(code)
    return IndicatorPage(
        year=year.number,
        indicator=indicator,
        rungs=[
            Rung(level, LEVELS[level], statement, level == chosen, level == carried)
            for level, statement in enumerate(indicator.levels, start=1)
        ],
        chosen=chosen,
        explanation=history[0].explanation if history else "",
        carried=carried,
        proofs=[Shown(KIND_WORDS[p.kind], p.title, p.number, p.day, p.signer, p.period) for p in proofs],
        history=history,
        before=codes[at - 1] if at else "",
        after=codes[at + 1] if at + 1 < len(codes) else "",
    )


def fetch_indicator(code: str) -> Indicator:
    """This will find one of the 38. Raises `NotFound`."""
    try:
        return scheme().indicator(code)
    except KeyError as error:
        raise NotFound("not_found") from error


def carried_by(proofs: Sequence[Proof]) -> int:
    """This will give the level that evidence carries; 0 where there is none at all."""
    return carried_level({proof.kind for proof in proofs}) if proofs else 0


def level_text(level: int) -> str:
    """This will write a level with its word, `3 Terdefinisi`; empty for none."""
    return f"{level} {LEVELS[level]}" if level else ""


def list_spec(rows: Sequence[Assessed]) -> ListSpec[Assessed]:
    """This will describe the list of indicators."""
    domains = list(dict.fromkeys(row.domain for row in rows))
    return ListSpec(
        name="penilaian-mandiri-epss",
        columns=(
            Column("kode", "Kode", lambda row: row.code),
            Column("indikator", "Indikator", lambda row: row.name),
            Column("domain", "Domain", lambda row: row.domain),
            Column("aspek", "Aspek", lambda row: row.aspect),
            Column("tingkat", "Tingkat dipilih", lambda row: row.chosen_text),
            Column("bukti", "Bukti", lambda row: row.proofs, numeric=True),
            Column("didukung", "Tingkat yang didukung bukti sistem", lambda row: row.carried_text),
            Column("keadaan", "Keadaan", lambda row: row.status.word),
        ),
        filters=(
            Filter("domain", "Domain", [(name, name) for name in domains], lambda row, name: row.domain == name),
            Filter(
                "bukti",
                "Bukti",
                [("ada", "Ada bukti"), ("tidak", NO_EVIDENCE)],
                lambda row, asked: bool(row.proofs) == (asked == "ada"),
            ),
            Filter(
                "nilai",
                "Penilaian",
                [("sudah", "Sudah dinilai"), ("belum", "Belum dinilai")],
                lambda row, asked: bool(row.chosen) == (asked == "sudah"),
            ),
        ),
        text=lambda row: f"{row.code} {row.name} {row.aspect}",
        search_label="Cari indikator",
        per_page=50,
    )
