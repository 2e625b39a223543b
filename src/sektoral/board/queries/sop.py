"""The SOP as it stands in the database, word for word, and its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sektoral.domain.errors import NotFound
from sektoral.domain.sop import Sop, SopStep
from sektoral.records.actors import Actor
from sektoral.records.models import Sop as StoredSop
from sektoral.records.sops import sop_from
from sektoral.ui.components import Fact


@dataclass(frozen=True, slots=True)
class StepText:
    """A row of the SOP's table, with its symbols lane by lane."""

    step: SopStep
    symbols: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the SOP."""

    key: UUID
    number: str
    version: int
    effective_on: date
    is_shown: bool


@dataclass(frozen=True, slots=True)
class SopPage:
    """The SOP's text: header block, lists, steps."""

    key: UUID
    sop: Sop
    header: Sequence[Fact]
    lists: Sequence[tuple[str, Sequence[str]]]
    steps: Sequence[StepText]
    is_chart_approved: bool
    versions: Sequence[Version]


def sop_page(actor: Actor, key: UUID | None = None) -> SopPage:
    """This will read a version of the SOP, the newest unless another is named. Raises `NotFound`."""
    stored = get_sop(actor, key)
    sop = sop_from(stored)
    return SopPage(
        key=stored.pk,
        sop=sop,
        header=_header(sop),
        lists=(
            ("Dasar hukum", sop.legal_basis),
            ("Pelaksana", sop.executors),
            ("Keterkaitan", sop.linkage),
            ("Peralatan/perlengkapan", sop.equipment),
        ),
        steps=[StepText(step, " → ".join(f"{s.lane}: {s.text}" for s in step.symbols)) for step in sop.chart.steps],
        is_chart_approved=sop.chart.approved,
        versions=[
            Version(one.pk, one.number, one.version, one.effective_on, one.pk == stored.pk)
            for one in StoredSop.objects.filter(office=actor.office).order_by("-version").defer("content")
        ],
    )


def get_sop(actor: Actor, key: UUID | None = None) -> StoredSop:
    """This will give a stored version, the newest unless another is named. Raises `NotFound`."""
    versions = StoredSop.objects.filter(office=actor.office).select_related("office").order_by("-version")
    found = versions.filter(pk=key).first() if key else versions.first()
    if found is None:
        raise NotFound("not_found")
    return found


def _header(sop: Sop) -> Sequence[Fact]:
    return (
        Fact("Nomor SOP", sop.number),
        Fact("Tanggal pembuatan", sop.made_on),
        Fact("Tanggal revisi", sop.revised_on),
        Fact("Tanggal efektif", sop.effective_on),
        Fact("Disahkan oleh", sop.approver.title),
        Fact("Nama SOP", sop.name),
    )
