"""A row in every table, also in those that a round on its happy path leaves empty; constraints are tried on them."""

from datetime import date, timedelta
from uuid import uuid4

from sektoral.records.models import (
    Addressee,
    Agency,
    ApiKey,
    Attachment,
    BulkImport,
    Code,
    Codelist,
    ContactNote,
    Contradiction,
    ContradictionSide,
    DataList,
    Extension,
    FindingRecord,
    HandDelivery,
    Holding,
    Invitation,
    KeptMapping,
    Letter,
    LetterText,
    MetadataForm,
    Mute,
    PartialUpload,
    PortalPush,
    Progress,
    ReferenceFigure,
    Release,
    Remark,
    Reminder,
    Request,
    Rerun,
    RerunCase,
    Round,
    Rule,
    RuleVersion,
    SelfAssessment,
    SigningAttempt,
    Submission,
    SubmissionItem,
    Table,
    Tally,
    TranscriptDraft,
    Variable,
    Withdrawal,
)
from tests.rounds import Scene


def fill_up(scene: Scene, round_: Round) -> None:
    """What the happy path leaves empty."""
    office, person, request = scene.office, scene.by("jp1").person, scene.request("dinkes")
    submission = Submission.objects.get(office=office)
    days = {"valid_from": date(2026, 1, 1)}
    codelist = Codelist.objects.create(office=office, code="uji", name="Uji")
    Code.objects.create(office=office, codelist=codelist, code="1", label="Satu", **days)
    Variable.objects.create(office=office, code="uji", name="Uji", unit="orang", measure="jumlah", kind="count")
    Tally.objects.create(key="0" * 64, count=1, ends_at=scene.now)
    Progress.objects.create(office=office, key="uji", label="Uji", started_at=scene.now)
    Reminder.objects.create(
        office=office, round=round_, request=request, notice="reminder:0", due_at=scene.now, planned_at=scene.now,
        outcome="sent", done_at=scene.now,
    )  # fmt: skip
    FindingRecord.objects.create(
        office=office, submission=submission, position=1, code="uji", severity="periksa", sheet="T01"
    )
    Extension.objects.create(
        office=office,
        request=request,
        days=1,
        reason="uji",
        old_due_at=scene.now,
        new_due_at=scene.now + timedelta(days=1),
        granted_at=scene.now,
        granted_by=person,
    )
    Attachment.objects.create(
        office=office, submission=submission, file=submission.file, added_at=scene.now, added_by=person
    )
    for beside in (None, submission):
        TranscriptDraft.objects.create(
            office=office, request=request, submission=beside, saved_at=scene.now, saved_by=person
        )
    write_of_channels(scene, submission)
    write_of_the_bank(scene, submission)
    write_a_rule(scene, submission)
    _write_of_letters(scene, request)


def write_of_channels(scene: Scene, submission: Submission) -> None:
    """What an address of one agency names besides its request: of an upload, a file's mapping, its people, a return."""
    office, person, request = scene.office, scene.by("jp1").person, submission.request
    PartialUpload.objects.create(
        office=office, request=request, name="uji.xlsx", size=1, sha256="0" * 64, role="data", channel="workbook",
        begun_at=scene.now, begun_by=person, last_at=scene.now,
    )  # fmt: skip
    KeptMapping.objects.create(
        office=office, agency=request.agency, table_code="T1", fingerprint="0" * 64, submission=submission,
        plan={"rows": [], "columns": []},
        confirmed_at=scene.now, confirmed_by=person,
    )  # fmt: skip
    _write_of_returns(scene, submission)
    _write_of_people(scene, submission)


def _write_of_returns(scene: Scene, submission: Submission) -> None:
    office, person, round_ = scene.office, scene.by("jp1").person, submission.request.round
    contradiction = Contradiction.objects.create(
        office=office, round=round_, pair="uji", variable="uji", raised_at=scene.now, due_at=scene.now
    )
    item = SubmissionItem.objects.filter(submission=submission)[0]
    ContradictionSide.objects.create(office=office, contradiction=contradiction, position=1, item=item)
    Withdrawal.objects.create(
        office=office, submission=submission, reason="uji", withdrawn_at=scene.now, withdrawn_by=person
    )


def _write_of_people(scene: Scene, submission: Submission) -> None:
    request = submission.request
    noted = {"office": scene.office, "request": request}
    ContactNote.objects.create(
        **noted, way="telephone", result="talked", noted_at=scene.now, noted_by=scene.by("jp1").person
    )
    HandDelivery.objects.create(
        **noted, letter=Letter.objects.get(kind="request", request=request), receiver="Uji", receiver_title="Uji",
        proof=submission.file, delivered_at=scene.now, recorded_at=scene.now, recorded_by=scene.by("jp1").person,
    )  # fmt: skip
    Invitation.objects.create(
        office=scene.office, agency=request.agency, role="OPERATOR", email="uji@mungil.example", name="Uji",
        title="Uji", valid_from=date(2026, 11, 23), letter_number="1", letter_on=date(2026, 11, 23),
        letter_file=submission.file, token_hash=uuid4().hex, issued_at=scene.now,
        issued_by=scene.by("jp1").person, expires_at=scene.now + timedelta(days=7),
    )  # fmt: skip


def _write_of_letters(scene: Scene, request: Request) -> None:
    office, person = scene.office, scene.by("sukor").person
    letter = Letter.objects.filter(kind="report")[0]
    Addressee.objects.create(office=office, letter=letter, request=request)
    LetterText.objects.create(
        office=office, kind="request", version=1, parts={}, written_at=scene.now, written_by=person
    )
    SigningAttempt.objects.create(
        office=office, letter=letter, service="bsre_v2", sha256="0" * 64, asked_at=scene.now, asked_by=person
    )


def write_a_rule(scene: Scene, submission: Submission) -> None:
    """A rule of an agency's table, muted, and a rerun that found it broken."""
    office, person = scene.office, scene.by("sukor").person
    rule = Rule.objects.create(office=office, agency=scene.agency("dinkes"), table_code="T1", code="R1")
    version = RuleVersion.objects.create(
        office=office, rule=rule, number=1, text="l <= p", severity="periksa", state="trial", made_at=scene.now
    )
    Mute.objects.create(
        office=office, agency=rule.agency, table_code="T1", code="R1", reason="uji", last_day=date(2026, 12, 31),
        muted_at=scene.now, muted_by=person,
    )  # fmt: skip
    rerun = Rerun.objects.create(office=office, ordered_at=scene.now, ordered_by=person)
    item = SubmissionItem.objects.filter(submission=submission)[0]
    RerunCase.objects.create(
        office=office, rerun=rerun, version=version, item=item, row="A", column="l", cell="C9", is_corrected=False
    )


def write_a_form(scene: Scene, agency: Agency) -> None:
    """A metadata form of an agency's activity."""
    MetadataForm.objects.create(
        office=scene.office, agency=agency, kind="MS-Keg", key="kompilasi", version=1, written_at=scene.now,
        written_by=scene.by("jp1").person,
    )  # fmt: skip


def write_of_the_bank(scene: Scene, submission: Submission) -> None:
    """What stands around the bank: old years, releases and keys, metadata, remarks, an assessment."""
    office, person, agency = scene.office, scene.by("jp1").person, submission.request.agency
    here = {"office": office, "agency": agency}
    BulkImport.objects.create(
        office=office, table=Table.objects.filter(agency=agency)[0], file=submission.file, source="uji",
        received_at=scene.now, received_by=person,
    )  # fmt: skip
    Holding.objects.get_or_create(
        agency=agency, code="T9", period="2020", defaults={**here, "figures": 1, "marks": 0, "recorded_at": scene.now}
    )
    release = Release.objects.create(
        **here, code="T1", period="2025", edition=1, planned_on=date(2026, 12, 1), planned_by=person
    )
    PortalPush.objects.create(office=office, release=release, portal="uji", remote_id="1", pushed_at=scene.now)
    ApiKey.objects.create(
        office=office, name="uji", prefix=office.slug[:12], digest=office.pk.hex * 2, made_at=scene.now, made_by=person,
        expires_at=scene.now,
    )  # fmt: skip
    write_a_form(scene, agency)
    DataList.objects.create(office=office, year=2026, edition=1, drawn_up_at=scene.now, drawn_up_by=person)
    Remark.objects.create(**here, code="T1", text="uji", written_at=scene.now, written_by=person)
    ReferenceFigure.objects.create(
        **here, code="T1", row="A", column="l", period="2025", text="1", publisher="BPS", publication="uji",
        file=submission.file, cell="A1", added_at=scene.now, added_by=person,
    )  # fmt: skip
    SelfAssessment.objects.create(
        office=office, year=2026, indicator="10101", version=1, level=2, explanation="uji", written_at=scene.now,
        written_by=person,
    )  # fmt: skip
