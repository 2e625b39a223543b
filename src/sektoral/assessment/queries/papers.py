"""Evidence that was signed: letters of the year's rounds, the SOP, the Daftar Data that the Forum agreed."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from sektoral.assessment.queries.proof import Proof, Year, file_name
from sektoral.domain.epss import ProofKind
from sektoral.domain.letters import REQUEST_KINDS, LetterKind
from sektoral.domain.states import DataListState, LetterState
from sektoral.intake import files
from sektoral.records.models import DataList, Letter, Sop


def requests(year: Year) -> Iterable[Proof]:
    """The letters that asked the agencies."""
    return _letters(year, REQUEST_KINDS, ProofKind.DOCUMENT)


def transmittals(year: Year) -> Iterable[Proof]:
    """The letters by which agencies handed data over."""
    return _letters(year, (LetterKind.TRANSMITTAL,), ProofKind.DOCUMENT)


def reports(year: Year) -> Iterable[Proof]:
    """The collective reports, as documents of what was collected and checked."""
    return _letters(year, (LetterKind.REPORT, LetterKind.ADDENDUM), ProofKind.DOCUMENT)


def reports_as_reviews(year: Year) -> Iterable[Proof]:
    """The same reports as the periodic review of how the collection went: who sent, when, and what was found."""
    return _letters(year, (LetterKind.REPORT,), ProofKind.REVIEW)


def sop(year: Year) -> Iterable[Proof]:
    """The SOP that was in force within the year, if its paper was signed here; it binds every producer."""
    in_force = Sop.objects.filter(office=year.office, in_force_at__lt=year.ends_at).order_by("-version").first()
    if in_force is None:
        return
    papers = Letter.objects.filter(office=year.office, kind=LetterKind.SOP, state=LetterState.SIGNED)
    for letter in papers.filter(signed_at__lt=year.ends_at).order_by("-signed_at")[:1]:
        yield from _proof(year, letter, ProofKind.PROCEDURE)


def agreed_list(year: Year) -> Iterable[Proof]:
    """The Daftar Data that the Forum agreed for the year: the rule by which data are defined and due."""
    agreed = DataList.objects.filter(office=year.office, year=year.number, state=DataListState.AGREED)
    for one in agreed.filter(agreed_at__lt=year.ends_at).select_related("agreed_by", "minutes").order_by("edition"):
        if one.agreed_at is None or one.agreed_by is None or one.minutes is None:
            continue
        yield Proof(
            kind=ProofKind.PROCEDURE,
            title=f"Berita acara kesepakatan Daftar Data {one.year}, edisi {one.edition}",
            number="",
            day=year.day_of(one.agreed_at),
            signer=one.agreed_by.name,
            period=str(one.year),
            name=f"berita-acara-daftar-data-{one.year}-{one.edition}.pdf",
            read=partial(files.read, one.minutes),
        )


def _letters(year: Year, kinds: Iterable[LetterKind], kind: ProofKind) -> Iterable[Proof]:
    signed = Letter.objects.filter(
        office=year.office,
        kind__in=kinds,
        state=LetterState.SIGNED,
        signed_at__gte=year.begins_at,
        signed_at__lt=year.ends_at,
    )
    for letter in signed.order_by("signed_at", "pk").select_related("round", "signed_file", "agency"):
        yield from _proof(year, letter, kind)


def _proof(year: Year, letter: Letter, kind: ProofKind) -> Iterable[Proof]:
    """A signed paper that was destroyed by a recorded act is no evidence any more."""
    signed_at: datetime | None = letter.signed_at
    if signed_at is None or letter.signed_file is None or letter.signed_file.purged_at:
        return
    yield Proof(
        kind=kind,
        title=letter.subject,
        number=letter.number or "tanpa nomor",
        day=year.day_of(signed_at),
        signer=str(letter.signed_as.get("name", "")),
        period=letter.round.period if letter.round else str(year.number),
        name=f"{file_name(letter.kind)}-{file_name(letter.number or str(letter.pk)[:8])}.pdf",
        read=partial(files.read, letter.signed_file),
    )
