"""One model family a file; this page lists them all."""

from sektoral.records.models.agency import Agency
from sektoral.records.models.calendar import DayOff, WorkHours
from sektoral.records.models.catalogue import Code, Codelist, Table, Variable
from sektoral.records.models.contacts import ContactNote, HandDelivery, Invitation
from sektoral.records.models.contradictions import Contradiction, ContradictionSide
from sektoral.records.models.files import StoredFile
from sektoral.records.models.hand_ons import HandOn
from sektoral.records.models.holdings import Holding
from sektoral.records.models.imports import BulkImport
from sektoral.records.models.journal import Checkpoint, Event, JournalHead
from sektoral.records.models.letters import (
    Addressee,
    Letter,
    LetterNote,
    LetterStep,
    LetterText,
    NumberCounter,
    SigningAttempt,
)
from sektoral.records.models.mappings import KeptMapping
from sektoral.records.models.messages import Message, Progress, Reminder, ReminderOutcome
from sektoral.records.models.metadata import (
    DataList,
    MetadataForm,
    ReferenceFigure,
    Remark,
    SelfAssessment,
)
from sektoral.records.models.observation import Observation
from sektoral.records.models.office import Office
from sektoral.records.models.people import Assignment, Person
from sektoral.records.models.releases import ApiKey, PortalPush, Release
from sektoral.records.models.round import Extension, Instrument, Omission, Request, RequestedTable, Round
from sektoral.records.models.rules import Mute, Rerun, RerunCase, Rule, RuleVersion
from sektoral.records.models.sop import Sop
from sektoral.records.models.submissions import (
    Answer,
    Attachment,
    Channel,
    FindingRecord,
    Submission,
    SubmissionItem,
    TranscriptDraft,
)
from sektoral.records.models.tallies import Tally
from sektoral.records.models.uploads import PartialUpload
from sektoral.records.models.withdrawals import Examination, Withdrawal

__all__ = [
    "Addressee",
    "Agency",
    "Answer",
    "ApiKey",
    "Assignment",
    "Attachment",
    "BulkImport",
    "Channel",
    "Checkpoint",
    "Code",
    "Codelist",
    "ContactNote",
    "Contradiction",
    "ContradictionSide",
    "DataList",
    "DayOff",
    "Event",
    "Examination",
    "Extension",
    "FindingRecord",
    "HandDelivery",
    "HandOn",
    "Holding",
    "Instrument",
    "Invitation",
    "JournalHead",
    "KeptMapping",
    "Letter",
    "LetterNote",
    "LetterStep",
    "LetterText",
    "Message",
    "MetadataForm",
    "Mute",
    "NumberCounter",
    "Observation",
    "Office",
    "Omission",
    "PartialUpload",
    "Person",
    "PortalPush",
    "Progress",
    "ReferenceFigure",
    "Release",
    "Remark",
    "Reminder",
    "ReminderOutcome",
    "Request",
    "RequestedTable",
    "Rerun",
    "RerunCase",
    "Round",
    "Rule",
    "RuleVersion",
    "SelfAssessment",
    "SigningAttempt",
    "Sop",
    "StoredFile",
    "Submission",
    "SubmissionItem",
    "Table",
    "Tally",
    "TranscriptDraft",
    "Variable",
    "Withdrawal",
    "WorkHours",
]
