"""A metadata form is written, taken anew from an older version, and checked; each writing is a version."""

import hashlib
import json
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.domain.metadata_answers import Answers, completeness_of, faults_of, read_answers
from sektoral.domain.metadata_forms import MetadataKind, form_of
from sektoral.domain.roles import Permission
from sektoral.metadata.queries.forms_reach import About
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.metadata_standing import ACTIVITY_KEY
from sektoral.records.models import Agency, MetadataForm


def write_form(about: About, answers: Answers, *, seen: int, by: Actor, at: datetime) -> MetadataForm:
    """This will keep `answers` as the form's next version; it may be incomplete, and is unchecked.

    `seen` is the version that its writer had before them. Raises `NotFound`, `Refused`, `WrongState`
    (`metadata_changed_meanwhile`) and `Invalid` (`metadata_faulty`, `metadata_empty`, `metadata_unchanged`).
    """
    by.check_here(about.agency)
    by.check(Permission.WRITE_METADATA, about.agency)
    faults = faults_of(form_of(about.kind), answers)
    if faults:
        raise Invalid("metadata_faulty", count=len(faults))
    with transaction.atomic():
        Agency.objects.select_for_update(no_key=True).get(pk=about.agency.pk)  # two at once: the second one is told
        last = _last(about)
        _check_news(last, answers, seen)
        if last:
            last.is_current = False
            last.save(update_fields=["is_current"])
        version = _store(about, answers, number=last.version + 1 if last else 1, by=by, at=at)
        _tell("metadata.written", version, by=by, at=at)
    return version


def take_anew(about: About, older: MetadataForm, *, seen: int, by: Actor, at: datetime) -> MetadataForm:
    """This will make an older version's answers the newest ones again; what came between stays. Raises as above."""
    by.check_here(older)
    return write_form(about, read_answers(older.answers), seen=seen, by=by, at=at)


def check_form(form: MetadataForm, *, by: Actor, at: datetime) -> MetadataForm:
    """This will note that the Walidata found a complete form to be right.

    Raises `NotFound`, `Refused` (`not_permitted`, `metadata_maker_checks`) and `WrongState` (`metadata_not_current`,
    `metadata_checked_already`, `metadata_incomplete`).
    """
    by.check_here(form)
    by.check(Permission.CHECK_METADATA)
    with transaction.atomic():
        form = MetadataForm.objects.select_for_update(no_key=True, of=("self",)).get(pk=form.pk)
        check_may_check(by, form)
        form.checked_at, form.checked_by = at, by.person
        form.save(update_fields=["checked_at", "checked_by"])
        _tell("metadata.checked", form, by=by, at=at)
    return form


def answers_digest(answers: object) -> str:
    """This will give the SHA-256 of answers as they are stored, which the journal keeps instead of them."""
    text = json.dumps(answers, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_may_check(actor: Actor, form: MetadataForm) -> None:
    """This will raise unless this person may check this version now."""
    actor.check(Permission.CHECK_METADATA)
    if not form.is_current:
        raise WrongState("metadata_not_current")
    if form.checked_at:
        raise WrongState("metadata_checked_already")
    completeness = completeness_of(form_of(MetadataKind(form.kind)), read_answers(form.answers))
    if not completeness.is_complete:
        raise WrongState("metadata_incomplete", missing=len(completeness.missing))
    if form.written_by_id == actor.person.pk:
        raise Refused("metadata_maker_checks")


def _check_news(last: MetadataForm | None, answers: Answers, seen: int) -> None:
    if (last.version if last else 0) != seen:
        raise WrongState("metadata_changed_meanwhile")
    if not answers:
        raise Invalid("metadata_empty")
    if last and read_answers(last.answers) == answers:
        raise Invalid("metadata_unchanged")


def _tell(kind: str, form: MetadataForm, *, by: Actor, at: datetime) -> None:
    journal.append(
        kind,
        office=by.office,
        about=form,
        by=by.person,
        at=at,
        form=MetadataKind(form.kind).value,
        key=form.key,
        version=form.version,
        agency=str(form.agency_id),
        answers=answers_digest(form.answers),
    )


def _last(about: About) -> MetadataForm | None:
    return MetadataForm.objects.filter(agency=about.agency, kind=about.kind, key=about.key, is_current=True).first()


def _store(about: About, answers: Answers, *, number: int, by: Actor, at: datetime) -> MetadataForm:
    return MetadataForm.objects.create(
        office=by.office,
        agency=about.agency,
        kind=about.kind,
        key=about.key,
        version=number,
        activity="" if about.kind is MetadataKind.ACTIVITY else ACTIVITY_KEY,
        answers={key: [list(row) for row in rows] for key, rows in answers.items()},
        written_at=at,
        written_by=by.person,
    )
