"""Who may do what: roles are lists of permissions, and nothing else decides about persons."""

from enum import StrEnum

from sektoral.domain.errors import Refused


class Role(StrEnum):
    """A seat in the procedure, held by a dated assignment (SOP, column Pelaksana; Perpres 39/2019)."""

    KADIS = "KADIS"
    SEKRETARIS = "SEKRETARIS"  # of the office; in a chain where the office adds it
    KABID = "KABID"
    SUKOR = "SUKOR"
    JP = "JP"
    HEAD = "HEAD"  # Kepala OPD
    OPERATOR = "OPERATOR"  # petugas data OPD
    REVIEWER = "REVIEWER"  # Walidata Pendukung
    STEWARD = "STEWARD"  # Pembina Data, BPS
    FORUM = "FORUM"  # Forum Satu Data, Bappeda
    AUDITOR = "AUDITOR"
    ADMIN = "ADMIN"
    SEKDA = "SEKDA"  # signs outside, a.n. Bupati: has no account's rights here


class Permission(StrEnum):
    """One thing a person may do, named as a sentence reads: this person may …"""

    SEE_BOARD = "see_board"
    SEE_BANK = "see_bank"
    SEE_LETTERS = "see_letters"
    SEE_JOURNAL = "see_journal"
    SEE_ALL_SUBMISSIONS = "see_all_submissions"
    OPEN_ROUND = "open_round"
    OPEN_ROUND_BY_ORDER = "open_round_by_order"  # the Kadis's, written on paper
    PREPARE_LETTERS = "prepare_letters"
    INITIAL_LETTERS = "initial_letters"
    SIGN_LETTERS = "sign_letters"
    SEND_REQUESTS = "send_requests"
    EXTEND_REQUESTS = "extend_requests"
    ENTER_FOR_AGENCY = "enter_for_agency"
    SEE_OWN_REQUESTS = "see_own_requests"
    SUBMIT = "submit"
    REVIEW_TRANSMITTAL = "review_transmittal"
    SIGN_TRANSMITTAL = "sign_transmittal"
    CHECK_SUBMISSIONS = "check_submissions"
    SETTLE_CONTRADICTIONS = "settle_contradictions"
    PASS_PRIORITY = "pass_priority"
    CLOSE_INTAKE = "close_intake"
    PREPARE_REPORT = "prepare_report"
    TAKE_EVIDENCE = "take_evidence"
    WRITE_TABLES = "write_tables"  # a new table of the catalogue, from what an agency keeps
    WRITE_RULES = "write_rules"
    DECIDE_RULES = "decide_rules"
    WRITE_LETTER_TEXTS = "write_letter_texts"
    WRITE_SOP = "write_sop"
    SET_UP = "set_up"
    CALL_AGENCIES = "call_agencies"  # and so see the telephone numbers of their people
    INVITE_CONTACTS = "invite_contacts"
    INVITE_HEADS = "invite_heads"
    IMPORT_HISTORY = "import_history"
    DECIDE_IMPORTS = "decide_imports"
    PLAN_RELEASES = "plan_releases"
    RELEASE_DATA = "release_data"
    CLASSIFY_TABLES = "classify_tables"
    MANAGE_API_KEYS = "manage_api_keys"
    WRITE_METADATA = "write_metadata"  # an agency's people that of their own agency
    CHECK_METADATA = "check_metadata"
    WRITE_CODELISTS = "write_codelists"
    WRITE_DATA_LIST = "write_data_list"
    AGREE_DATA_LIST = "agree_data_list"
    WRITE_REMARKS = "write_remarks"
    ANSWER_REMARKS = "answer_remarks"
    ADD_REFERENCES = "add_references"  # figures of BPS beside the agencies' own
    ASSESS_SELF = "assess_self"


P = Permission
_OFFICE_READS = frozenset({P.SEE_BOARD, P.SEE_BANK, P.SEE_LETTERS, P.SEE_ALL_SUBMISSIONS, P.TAKE_EVIDENCE})
_AGENCY_READS = frozenset({P.SEE_OWN_REQUESTS})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.KADIS: _OFFICE_READS
    | {P.OPEN_ROUND, P.INITIAL_LETTERS, P.SIGN_LETTERS, P.EXTEND_REQUESTS, P.SEE_JOURNAL}
    | {P.RELEASE_DATA, P.CLASSIFY_TABLES},
    Role.SEKRETARIS: _OFFICE_READS | {P.INITIAL_LETTERS, P.SEE_JOURNAL},
    Role.KABID: _OFFICE_READS
    | {
        P.INITIAL_LETTERS,
        P.EXTEND_REQUESTS,
        P.CLOSE_INTAKE,
        P.SEE_JOURNAL,
        P.CHECK_SUBMISSIONS,
        P.SETTLE_CONTRADICTIONS,
        P.OPEN_ROUND_BY_ORDER,
    }
    | {P.WRITE_RULES, P.DECIDE_RULES, P.WRITE_LETTER_TEXTS, P.WRITE_SOP, P.CALL_AGENCIES}
    | {P.DECIDE_IMPORTS, P.RELEASE_DATA, P.CLASSIFY_TABLES, P.CHECK_METADATA, P.ANSWER_REMARKS, P.ASSESS_SELF},
    Role.SUKOR: _OFFICE_READS
    | {P.INITIAL_LETTERS, P.EXTEND_REQUESTS, P.CHECK_SUBMISSIONS, P.SETTLE_CONTRADICTIONS, P.WRITE_TABLES}
    | {P.WRITE_RULES, P.DECIDE_RULES, P.WRITE_LETTER_TEXTS, P.WRITE_SOP, P.CALL_AGENCIES}
    | {P.IMPORT_HISTORY, P.DECIDE_IMPORTS, P.PLAN_RELEASES, P.WRITE_METADATA, P.CHECK_METADATA, P.WRITE_CODELISTS}
    | {P.WRITE_DATA_LIST, P.ANSWER_REMARKS, P.ADD_REFERENCES, P.ASSESS_SELF},
    Role.JP: _OFFICE_READS
    | {P.PREPARE_LETTERS, P.SEND_REQUESTS, P.ENTER_FOR_AGENCY, P.CHECK_SUBMISSIONS, P.PREPARE_REPORT, P.WRITE_RULES}
    | {P.OPEN_ROUND_BY_ORDER, P.WRITE_TABLES, P.CALL_AGENCIES, P.INVITE_CONTACTS}
    | {P.IMPORT_HISTORY, P.PLAN_RELEASES, P.WRITE_METADATA, P.WRITE_CODELISTS, P.WRITE_DATA_LIST, P.ANSWER_REMARKS}
    | {P.ADD_REFERENCES, P.ASSESS_SELF},
    Role.HEAD: _AGENCY_READS | {P.SIGN_TRANSMITTAL, P.INVITE_CONTACTS, P.INVITE_HEADS},
    Role.OPERATOR: _AGENCY_READS | {P.SUBMIT, P.WRITE_METADATA},
    Role.REVIEWER: _AGENCY_READS | {P.REVIEW_TRANSMITTAL},
    Role.STEWARD: frozenset({P.SEE_BOARD, P.SEE_BANK, P.SEE_ALL_SUBMISSIONS, P.PASS_PRIORITY})
    | {P.WRITE_REMARKS, P.ADD_REFERENCES},
    Role.FORUM: frozenset({P.SEE_BOARD, P.SEE_BANK, P.AGREE_DATA_LIST}),
    Role.AUDITOR: _OFFICE_READS | {P.SEE_JOURNAL},
    Role.ADMIN: frozenset({P.SEE_BOARD, P.SET_UP, P.SEE_JOURNAL, P.WRITE_LETTER_TEXTS, P.MANAGE_API_KEYS})
    | {P.INVITE_CONTACTS, P.INVITE_HEADS},
    Role.SEKDA: frozenset(),
}

AGENCY_ROLES = frozenset({Role.HEAD, Role.OPERATOR, Role.REVIEWER})
OFFICE_ROLES = frozenset(Role) - AGENCY_ROLES
ONE_FACTOR_ROLES = frozenset({Role.OPERATOR, Role.REVIEWER})  # who signs nothing and decides nothing


class Standing(StrEnum):
    """In what standing a seat is held: definitively, or for another (Plt. while vacant, Plh. while away, stand-in)."""

    DEFINITIVE = "definitif"
    ACTING = "plt"
    DAILY = "plh"
    STAND_IN = "pengganti"


STANDING_PREFIX: dict[Standing, str] = {
    Standing.DEFINITIVE: "",
    Standing.ACTING: "Plt. ",
    Standing.DAILY: "Plh. ",
    Standing.STAND_IN: "",
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """This will unite the permissions of all roles that a person holds."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def check_may(roles: frozenset[Role], permission: Permission) -> None:
    """This will raise `Refused` unless one of the roles carries the permission."""
    if permission not in permissions_of(roles):
        raise Refused("not_permitted", permission=permission.value, who=", ".join(_holders(permission)))


def _holders(permission: Permission) -> list[str]:
    return [role.value for role in Role if permission in PERMISSIONS[role]]
