"""The SOP as it stands in the database, word for word, and its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sektoral.domain.errors import NotFound
from sektoral.domain.sop import Sop, SopStep
from sektoral.records.actors import Actor
from sektoral.records.models import Sop as StoredSop
from sektoral.records.sops import sop_from
from sektoral.ui.addresses import open_url
from sektoral.ui.components import Fact
from sektoral.ui.flow import Chart
from sektoral.ui.sop_chart import sop_chart


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
    chart: Chart
    revisions: str  # where the versions are kept and revised; empty for who has nothing to do there
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
        chart=sop_chart(sop.chart, {}),
        revisions=open_url(actor, "setup:sops"),
        versions=[
            Version(one.pk, one.number, one.version, one.effective_on, one.pk == stored.pk)
            for one in _in_force(actor).defer("content")
        ],
    )


def get_sop(actor: Actor, key: UUID | None = None) -> StoredSop:
    """This will give a version that is or was in force, the newest unless another is named. Raises `NotFound`."""
    versions = _in_force(actor).select_related("office")
    found = versions.filter(pk=key).first() if key else versions.first()
    if found is None:
        raise NotFound("not_found")
    return found


def _in_force(actor: Actor) -> QuerySet[StoredSop]:
    """What is being revised is read by those who revise it."""
    return StoredSop.objects.filter(office=actor.office, in_force_at__isnull=False).order_by("-version")


def _header(sop: Sop) -> Sequence[Fact]:
    return (
        Fact("Nomor SOP", sop.number),
        Fact("Tanggal pembuatan", sop.made_on),
        Fact("Tanggal revisi", sop.revised_on),
        Fact("Tanggal efektif", sop.effective_on),
        Fact("Disahkan oleh", sop.approver.title),
        Fact("Nama SOP", sop.name),
    )
