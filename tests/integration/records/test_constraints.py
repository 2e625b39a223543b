"""If it must be true it is a constraint: each one is broken once, and none is left without its case."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from pytest_django import DjangoDbBlocker

from sektoral.records.models import (
    Addressee,
    Agency,
    ApiKey,
    Assignment,
    Attachment,
    BulkImport,
    Code,
    Codelist,
    ContactNote,
    Contradiction,
    ContradictionSide,
    DataList,
    DayOff,
    Event,
    Extension,
    FindingRecord,
    HandDelivery,
    Holding,
    Instrument,
    Invitation,
    KeptMapping,
    Letter,
    LetterStep,
    LetterText,
    Message,
    MetadataForm,
    Mute,
    NumberCounter,
    Observation,
    Office,
    Omission,
    PartialUpload,
    PortalPush,
    Progress,
    ReferenceFigure,
    Release,
    Remark,
    Reminder,
    Request,
    RequestedTable,
    RerunCase,
    Round,
    Rule,
    RuleVersion,
    SelfAssessment,
    SigningAttempt,
    Sop,
    StoredFile,
    Submission,
    SubmissionItem,
    Table,
    TranscriptDraft,
    Variable,
    Withdrawal,
)
from tests.every_table import fill_up
from tests.rounds import BOTH, Scene, shared

pytestmark = pytest.mark.django_db
Kind = TypeVar("Kind", bound=models.Model)
Break = Callable[[Scene], None]


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """A round in which everything has happened."""
    with shared(django_db_blocker) as scene:
        round_ = scene.collecting("dinkes")
        scene.accept_all(scene.hand_over("dinkes", BOTH))
        scene.reported(round_)
        fill_up(scene, round_)
        yield scene


def change(kind: type[Kind], /, where: dict[str, object] | None = None, **fields: object) -> Break:
    """Some stored row gets values that contradict each other."""

    def break_it(scene: Scene) -> None:
        row = kind._default_manager.filter(**(where or {}))[:1].get()
        kind._default_manager.filter(pk=row.pk).update(**fields)

    return break_it


def repeat(kind: type[Kind], /, where: dict[str, object] | None = None, **fields: object) -> Break:
    """Some stored row is stored a second time, but for its own id and `fields`."""

    def break_it(scene: Scene) -> None:
        row = kind._default_manager.filter(**(where or {}))[:1].get()
        row.pk = row._meta.pk.get_default() if row._meta.pk else None
        row._state.adding = True
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    return break_it


def shift(kind: type[Kind], /, earlier: str, later: str, **by: float) -> Break:
    """An instant moves before another that it must follow."""

    def break_it(scene: Scene) -> None:
        row = kind._default_manager.filter(**{f"{earlier}__isnull": False})[:1].get()
        wrong = getattr(row, earlier) - timedelta(**by)
        kind._default_manager.filter(pk=row.pk).update(**{later: wrong})

    return break_it


def _late_statement(scene: Scene) -> None:
    submission = Submission.objects.get()
    later = submission.received_at + timedelta(seconds=1)
    Submission.objects.update(stated_received_at=later, stated_evidence="buku tamu")


def _by_hand_and_unnumbered(scene: Scene) -> None:
    somebody = scene.by("jp1").person
    Letter.objects.filter(kind="report").update(number="", numbered_at=None, numbered_by=somebody)


def _correct_itself(scene: Scene) -> None:
    Letter.objects.filter(kind="report").update(supersedes=models.F("id"))


def _correct_twice(scene: Scene) -> None:
    wrong = Letter.objects.get(kind="report")
    Letter.objects.filter(kind__in=["request", "receipt", "transmittal"]).update(supersedes=wrong)


def _drop_what_is_in_force(scene: Scene) -> None:
    Sop.objects.update(dropped_at=scene.now, dropped_by=scene.by("sukor").person)


def _begin_a_second_revision(scene: Scene) -> None:
    for version in (2, 3):
        repeat(Sop, version=version, in_force_at=None)(scene)


def _revoke_what_is_accepted(scene: Scene) -> None:
    seat = Assignment.objects.filter(role="OPERATOR")[0]
    somebody = scene.by("jp1").person
    Invitation.objects.update(accepted_at=scene.now, assignment=seat, revoked_at=scene.now, revoked_by=somebody)


UNKNOWN = "unknown"
LATER = datetime(2027, 1, 4, tzinfo=UTC)
CASES: dict[str, Break] = {
    "agency_code_once": repeat(Agency, {"is_office": False}),
    "agency_one_is_the_office": repeat(Agency, {"is_office": True}, code="lain"),
    "day_off_once": repeat(DayOff),
    "codelist_once": repeat(Codelist),
    "code_once": repeat(Code),
    "code_ends_after_it_begins": change(Code, valid_to="2000-01-01"),
    "variable_once": repeat(Variable),
    "variable_kind": change(Variable, kind=UNKNOWN),
    "table_version_once": repeat(Table, is_current=False),
    "table_one_current": repeat(Table, version=2),
    "file_purged_by_somebody": change(StoredFile, purged_at="2026-11-23T01:00Z"),
    "rule_once": repeat(Rule),
    "rule_version_once": repeat(RuleVersion),
    "rule_version_positive": repeat(RuleVersion, number=0),
    "rule_version_state": repeat(RuleVersion, number=2, state=UNKNOWN),
    "rule_version_severity": repeat(RuleVersion, number=2, severity=UNKNOWN),
    "rule_version_precision": repeat(RuleVersion, number=2, judged=4),
    "rule_version_precision_at_most_all": repeat(RuleVersion, number=2, judged=4, confirmed=5),
    "mapping_one_of_a_shape": repeat(KeptMapping),
    "mapping_ended_by_somebody": change(KeptMapping, ended_at=LATER),
    "mute_one_at_a_time": repeat(Mute),
    "mute_with_its_reason": change(Mute, reason=""),
    "mute_ended_by_somebody": change(Mute, ended_at=LATER),
    "rerun_case_once": repeat(RerunCase),
    "table_rules_kept_apart": change(Table, definition={"rules": [{"code": "R1"}]}),
    "event_sequence_once": repeat(Event),
    "letter_kind": change(Letter, kind=UNKNOWN),
    "letter_state": change(Letter, {"kind": "report"}, state=UNKNOWN, signed_at=None, signed_file=None),
    "letter_signed_with_a_file": change(Letter, {"state": "signed"}, signed_file=None),
    "letter_final_with_a_date": change(Letter, {"state": "signed"}, final_on=None),
    "letter_numbered_with_its_instant": change(Letter, {"kind": "report"}, numbered_at=None),
    "letter_signed_when_it_says_so": change(Letter, {"kind": "report"}, state="draft"),
    "letter_voided_with_its_instant": change(Letter, {"kind": "report"}, state="void"),
    "letter_numbered_by_hand_with_a_number": _by_hand_and_unnumbered,
    "letter_supersedes_another": _correct_itself,
    "letter_corrected_once": _correct_twice,
    "letter_number_once": repeat(Letter, {"kind": "report"}, token="x" * 26),
    "letter_number_once_per_agency": repeat(Letter, {"kind": "transmittal"}, token="x" * 26),
    "letter_step_once": repeat(LetterStep),
    "letter_step_done_by_somebody": change(LetterStep, {"done_at__isnull": False}, done_by=None),
    "letter_step_role": change(LetterStep, role=UNKNOWN),
    "letter_step_act": change(LetterStep, act=UNKNOWN),
    "addressee_once": repeat(Addressee),
    "letter_text_kind": repeat(LetterText, kind=UNKNOWN),
    "letter_text_version_once": repeat(LetterText),
    "signing_attempt_service": change(SigningAttempt, service=UNKNOWN),
    "signing_attempt_one_open": repeat(SigningAttempt),
    "signing_attempt_answered_with_outcome": change(SigningAttempt, answered_at=LATER),
    "office_signing_service": change(Office, signing_service=UNKNOWN),
    "counter_once": repeat(NumberCounter),
    "message_once": repeat(Message),
    "message_kind": change(Message, kind=UNKNOWN),
    "message_channel": change(Message, channel=UNKNOWN),
    "message_state": change(Message, state="astray", sent_at=None),
    "message_sent_with_its_instant": change(Message, {"state": "sent"}, sent_at=None),
    "message_claimed_while_sending": change(Message, {"state": "sent"}, claimed_until=LATER),
    "message_in_app_for_somebody": change(Message, {"channel": "in_app"}, person=None),
    "reminder_once": repeat(Reminder),
    "reminder_outcome": change(Reminder, outcome=UNKNOWN),
    "reminder_done_with_its_instant": change(Reminder, done_at=None),
    "reminder_skipped_with_its_reason": change(Reminder, outcome="skipped", reason=""),
    "progress_once": repeat(Progress),
    "observation_version_once": repeat(Observation, superseded_at=LATER),
    "observation_one_current": repeat(Observation, version=2),
    "observation_version_positive": repeat(Observation, version=0, superseded_at=LATER),
    "observation_superseded_later": shift(Observation, "recorded_at", "superseded_at", seconds=1),
    "assignment_role": change(Assignment, {"role": "JP"}, role=UNKNOWN),
    "assignment_standing": change(Assignment, standing=UNKNOWN),
    "assignment_agency_iff_agency_role": change(Assignment, {"role": "HEAD"}, agency=None),
    "round_state": change(Round, state=UNKNOWN, closed_at=None),
    "round_order_with_its_date": change(Round, ordered_on=date(2026, 1, 2)),
    "round_step2_clock": change(Round, step2_due_at=None),
    "round_closed_by_somebody": change(Round, intake_closed_by=None),
    "round_report_clock": change(Round, report_due_at=None),
    "round_closed_with_its_instant": change(Round, closed_at=None),
    "round_cancelled_by_somebody": change(
        Round, state="cancelled", closed_at=None, cancelled_at=datetime(2026, 1, 2, tzinfo=UTC)
    ),
    "round_cancelled_with_its_instant": change(Round, state="cancelled", closed_at=None),
    "omission_once": repeat(Omission),
    "request_once": repeat(Request),
    "request_state": change(Request, state=UNKNOWN),
    "request_sent_by_somebody": change(Request, sent_by=None),
    "request_due_once_sent": change(Request, due_at=None),
    "requested_sheet_once": repeat(RequestedTable),
    "requested_table_state": change(RequestedTable, state=UNKNOWN),
    "extension_moves_later": shift(Extension, "old_due_at", "new_due_at"),
    "instrument_version_once": repeat(Instrument),
    "sop_version_once": repeat(Sop),
    "sop_written_by_somebody": change(Sop, written_at=LATER),
    "sop_dropped_by_somebody": change(Sop, in_force_at=None, dropped_at=LATER),
    "sop_dropped_is_never_in_force": _drop_what_is_in_force,
    "sop_one_revision": _begin_a_second_revision,
    "submission_version_once": repeat(Submission),
    "submission_state": change(Submission, state=UNKNOWN),
    "submission_channel": change(Submission, channel=UNKNOWN),
    "submission_transcript_of_an_instrument": change(Submission, transcript=models.F("file")),
    "attachment_once": repeat(Attachment),
    "partial_upload_once": repeat(PartialUpload),
    "partial_upload_of_something": change(PartialUpload, size=0),
    "partial_upload_role": change(PartialUpload, role=UNKNOWN),
    "partial_upload_channel": change(PartialUpload, channel=UNKNOWN),
    "draft_one_of_a_request": repeat(TranscriptDraft, {"submission": None}),
    "draft_one_beside_a_file": repeat(TranscriptDraft, {"submission__isnull": False}),
    "submission_check_clock": change(Submission, check_due_at=None),
    "submission_stated_not_later": _late_statement,
    "submission_stated_with_evidence": shift(Submission, "received_at", "stated_received_at"),
    "submission_complete_with_its_letter": change(Submission, letter_received_at=None),
    "contradiction_state": change(Contradiction, state=UNKNOWN),
    "contradiction_settled_by_somebody": change(Contradiction, settled_at=LATER),
    "contradiction_ruling": change(Contradiction, ruling=UNKNOWN),
    "contradiction_one_open": repeat(Contradiction),
    "contradiction_side_once": repeat(ContradictionSide),
    "contradiction_replied_by_somebody": change(ContradictionSide, replied_at=LATER),
    "contradiction_reply": change(ContradictionSide, reply=UNKNOWN),
    "withdrawal_with_its_reason": change(Withdrawal, reason=""),
    "item_once": repeat(SubmissionItem),
    "item_state": change(SubmissionItem, state=UNKNOWN),
    "item_answer": change(SubmissionItem, answer=UNKNOWN),
    "item_decided_by_somebody": change(SubmissionItem, decided_by=None),
    "invitation_standing": change(Invitation, standing=UNKNOWN),
    "invitation_into_an_agency_seat": change(Invitation, role="JP"),
    "invitation_accepted_with_its_seat": change(Invitation, accepted_at=LATER),
    "invitation_revoked_by_somebody": change(Invitation, revoked_at=LATER),
    "invitation_ended_once": _revoke_what_is_accepted,
    "invitation_expires_later": shift(Invitation, "issued_at", "expires_at", seconds=1),
    "invitation_by_a_task_letter": change(Invitation, letter_number=""),
    "invitation_one_open": repeat(Invitation, token_hash="1" * 64),
    "contact_note_way": change(ContactNote, way=UNKNOWN),
    "contact_note_result": change(ContactNote, result=UNKNOWN),
    "contact_note_promise_with_its_day": change(ContactNote, result="promised"),
    "hand_delivery_to_somebody": change(HandDelivery, receiver=""),
    "hand_delivery_not_in_future": shift(HandDelivery, "delivered_at", "recorded_at", seconds=1),
    "hand_delivery_corrected_with_reason": change(HandDelivery, reason="uji"),
    "hand_delivery_first_once": repeat(HandDelivery),
    "finding_once": repeat(FindingRecord),
    "observation_of_an_item_of_a_submission": repeat(Observation, series="lain", submission=None),
    "observation_of_one_origin": repeat(Observation, series="lain", submission=None, item=None),
    "import_state": change(BulkImport, state=UNKNOWN),
    "import_decided_by_somebody": change(BulkImport, decided_at=LATER),
    "import_decided_by_another": change(BulkImport, decided_at=LATER, decided_by=models.F("received_by")),
    "holding_once": repeat(Holding),
    "release_once": repeat(Release),
    "release_state": change(Release, state=UNKNOWN),
    "release_by_somebody": change(Release, released_by=models.F("planned_by")),
    "release_of_an_instant": change(Release, as_of=LATER),
    "release_state_with_its_instant": change(Release, state="released"),
    "release_withdrawn_by_somebody": change(Release, withdrawn_by=models.F("planned_by")),
    "release_withdrawn_with_reason": change(Release, withdrawn_at=LATER, withdrawn_by=models.F("planned_by")),
    "push_once": repeat(PortalPush),
    "key_revoked_by_somebody": change(ApiKey, revoked_at=LATER),
    "metadata_version_once": repeat(MetadataForm, is_current=False),
    "metadata_one_current": repeat(MetadataForm, version=2),
    "metadata_kind": change(MetadataForm, kind=UNKNOWN),
    "metadata_checked_by_somebody": change(MetadataForm, checked_at=LATER),
    "data_list_once": repeat(DataList),
    "data_list_state": change(DataList, state=UNKNOWN),
    "data_list_agreed_by_somebody": change(DataList, agreed_at=LATER),
    "data_list_agreed_with_minutes": change(DataList, state="agreed"),
    "remark_says_something": change(Remark, text=""),
    "remark_answered_by_somebody": change(Remark, answered_at=LATER),
    "reference_one_current": repeat(ReferenceFigure),
    "reference_has_a_figure": change(ReferenceFigure, text=""),
    "assessment_version_once": repeat(SelfAssessment, is_current=False),
    "assessment_one_current": repeat(SelfAssessment, version=2),
    "assessment_level_of_five": change(SelfAssessment, level=6),
    "finding_severity": change(FindingRecord, severity=UNKNOWN),
}


def _constraints() -> dict[str, models.BaseConstraint]:
    kinds = apps.get_app_config("records").get_models()
    return {one.name: one for kind in kinds for one in kind._meta.constraints}


def _named(name: str, error: Exception) -> bool:
    """SQLite names the columns of a plain unique constraint, and nothing else of it."""
    constraint = _constraints()[name]
    if name in str(error):
        return True
    if not isinstance(constraint, models.UniqueConstraint):
        return False
    return all(column in str(error) for column in constraint.fields)


def test_every_constraint_has_its_case() -> None:
    assert set(CASES) == set(_constraints())


@pytest.mark.parametrize("name", CASES)
def test_a_row_that_breaks_it_is_refused(name: str, told: Scene) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        CASES[name](told)
    assert _named(name, refusal.value), refusal.value
