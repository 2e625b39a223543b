"""What binds or cannot be undone asks for fresh proof: every view of these permissions that changes something."""

import ast
import inspect
from collections.abc import Callable, Iterator

import pytest

from sektoral.domain.roles import Permission
from tests.addresses import every_address

P = Permission
STEP_UP = frozenset(
    {P.SIGN_LETTERS, P.SIGN_TRANSMITTAL, P.CHECK_SUBMISSIONS, P.PASS_PRIORITY, P.SETTLE_CONTRADICTIONS}
    | {P.CLOSE_INTAKE, P.DECIDE_IMPORTS, P.RELEASE_DATA, P.CLASSIFY_TABLES, P.SET_UP, P.MANAGE_API_KEYS}
    | {P.INVITE_CONTACTS, P.INITIAL_LETTERS, P.REVIEW_TRANSMITTAL, P.DECIDE_RULES, P.OPEN_ROUND}
    | {P.AGREE_DATA_LIST, P.CHECK_METADATA}
)
READS = frozenset({"require_safe", "require_GET"})
WITHOUT = {  # views of those permissions that are left out, and why
    "letters.views.letter.fetch": "takes over what was signed, and was proved, before the answer was lost",
    "letters.views.letter.bring_result": "the same, from a file",
    "letters.views.signing.send_code": "only has the gateway send a code; signing itself asks",
    "letters.views.letter.return_to_drafter": "sends a paper back to be mended; nothing binds",
    "setup.views.sops.paper": "reads",
    "steps.step1_request.views.opening.open_round": "binds nobody before a letter is signed, which asks",
    "steps.step1_request.views.orders.order": "the same, with everything of last year",
    "steps.step1_request.views.orders.cancel": "takes back what bound nobody yet",
    "metadata.views.data_lists.editions": "a draft of the office; agreeing to it asks",
    "metadata.views.data_lists.entry": "the same",
    "metadata.views.data_lists.send_back": "gives a list back to be mended",
    "metadata.views.forms_pages.check": "a finding about words; the next version makes it void",
    "assessment.views.indicator": "the Pembina reads; only who assesses writes",
    "board.views.journal.retry": "has a failed reaction run again",
    "setup.views.office.calendar": "changes days off; no right and no deadline that was issued",
    "setup.views.emblem.emblem": "a picture",
    "setup.views.emblem.remove": "a picture",
    "setup.views.numbering.numbering": "how numbers look",
    "setup.views.letterheads.letterhead": "a letterhead",
    "outbox.views.again": "has a message sent again",
    "outbox.views.assume": "notes that a message arrived",
    "steps.step4_check.views.contradictions.answer": "an agency's answer; the ruling asks",
    "steps.step3_submit.views.withdrawing.withdraw": "takes back what the agency sent itself",
    "steps.step3_submit.views.reminders.office_calendar": "when reminders leave",
}


def _views() -> Iterator[tuple[str, Callable[..., object]]]:
    for _, view in every_address():
        guard = frozenset(str(getattr(view, "guard", "")).split(", "))
        if guard & {permission.value for permission in STEP_UP}:
            yield f"{view.__module__.removeprefix('sektoral.')}.{view.__name__}", view


VIEWS = dict(_views())


def _only_reads(view: Callable[..., object]) -> bool:
    tree = ast.parse(inspect.getsource(inspect.unwrap(view)))
    (function,) = tree.body
    assert isinstance(function, ast.FunctionDef)
    return any(isinstance(one, ast.Name) and one.id in READS for one in function.decorator_list)


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_it_asks_for_fresh_proof_or_has_its_reason(name: str) -> None:
    view = VIEWS[name]
    assert hasattr(view, "step_up") or _only_reads(view) or name in WITHOUT


def test_no_reason_is_left_over() -> None:
    asking = {name for name, view in VIEWS.items() if not (hasattr(view, "step_up") or _only_reads(view))}
    assert WITHOUT.keys() - asking == set()


def test_signing_asks_in_its_own_form() -> None:
    assert {name for name, view in VIEWS.items() if getattr(view, "step_up", "") == "in_its_form"} == {
        "letters.views.signing.sign",
        "steps.step3_submit.views.papers.sign",
    }
