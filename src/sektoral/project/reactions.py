"""One table: which event leads to what. Reactions can run twice and must not mind."""

from collections.abc import Callable

from sektoral.steps.step1_request import reactions as step1
from sektoral.steps.step2_distribute import reactions as step2
from sektoral.steps.step3_submit import reactions as step3
from sektoral.steps.step5_report import reactions as step5

REACTIONS: dict[str, tuple[Callable[..., None], ...]] = {
    "letter.numbered": (step1.build_workbook,),
    "letter.voided": (step1.count_signatures,),
    "letter.signed": (step1.count_signatures, step3.complete, step5.close_round),
    "round.letters_signed": (step2.end_step,),
    "request.moved": (step1.rebuild_workbook,),
    "request.revised": (step1.rebuild_workbook,),
    "request.sent": (step2.send_messages,),
    "submission.received": (step3.give_receipt, step3.read),
}
