"""The written forms of an office, or of one agency, as the sheets that are handed to INDAH, and one form on paper."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sektoral.adapters.typesetting.metadata import PrintedForm, render_form
from sektoral.domain.indah import Filled, Sheet, sheets_of
from sektoral.domain.metadata_answers import read_answers
from sektoral.domain.metadata_forms import MetadataKind, form_of
from sektoral.domain.wording import long_date
from sektoral.metadata.queries.forms_proposing import activity_title
from sektoral.metadata.queries.forms_reach import agencies_seen
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import MetadataForm


def sheets_for(actor: Actor, agencies: Collection[UUID] | None, *, at: datetime) -> Sequence[Sheet]:
    """This will lay out the newest version of every written form that the person may see."""
    seen = agencies_seen(actor)
    chosen = seen if agencies is None else agencies if seen is None else [one for one in agencies if one in seen]
    forms = MetadataForm.objects.filter(office=actor.office, is_current=True).select_related("agency__office")
    rows = list((forms if chosen is None else forms.filter(agency__in=chosen)).order_by("agency__position", "key"))
    year = local_date(actor.office, at).year
    titles: dict[UUID, str] = {}
    for row in rows:
        if row.agency_id not in titles:
            titles[row.agency_id] = activity_title(row.agency, year)
    return sheets_of([_filled(row, titles[row.agency_id]) for row in rows])


def print_form(form: MetadataForm, *, by: Actor, at: datetime) -> bytes:
    """This will set a version of a form on paper."""
    office = form.office
    zone = ZoneInfo(office.time_zone)
    facts = [
        ("Produsen Data", form.agency.name),
        ("Versi", f"{form.version}, {long_date(form.written_at.astimezone(zone).date())}"),
        ("Ditulis oleh", form.written_by.name),
        ("Diperiksa oleh", form.checked_by.name if form.checked_by else "belum diperiksa"),
        ("Dasar", "Peraturan BPS 5/2020"),
    ]
    printed = PrintedForm(
        form=form_of(MetadataKind(form.kind)),
        answers=read_answers(form.answers),
        facts=facts,
        paper=office.paper,
        government=office.government,
        office=office.name,
        sample=office.is_sample,
        printed_at=at.astimezone(zone),
        printed_by=by.person.name,
    )
    return render_form(printed).pdf


def _filled(form: MetadataForm, title: str) -> Filled:
    return Filled(
        kind=MetadataKind(form.kind),
        agency=form.agency.code,
        key=form.key,
        version=form.version,
        activity=title,
        answers=read_answers(form.answers),
    )
