"""One table: which event leads to what. Reactions can run twice and must not mind."""

from collections.abc import Callable
from datetime import datetime

from sektoral.api import reactions as api
from sektoral.api.actions.pushing import note_ended_embargoes
from sektoral.bank import reactions as bank
from sektoral.letters import reactions as letters
from sektoral.letters.actions.attempts import give_up_overdue
from sektoral.outbox.actions.checkpoints import give_checkpoints_away
from sektoral.outbox.actions.delivering import deliver_all
from sektoral.portal import reactions as portal
from sektoral.project.clock import real_now
from sektoral.setup import reactions as setup
from sektoral.steps.step1_request import reactions as step1
from sektoral.steps.step2_distribute import reactions as step2
from sektoral.steps.step3_submit import reactions as step3
from sektoral.steps.step3_submit.actions.partial_uploads import sweep_abandoned
from sektoral.steps.step3_submit.actions.reminding import remind
from sektoral.steps.step4_check import reactions as step4
from sektoral.steps.step5_report import reactions as step5

REACTIONS: dict[str, tuple[Callable[..., None], ...]] = {
    "assignment.ended": (setup.tell_of_assignment,),
    "assignment.made": (setup.tell_of_assignment,),
    "import.received": (bank.read_old_years,),
    "invitation.issued": (setup.send_invitation,),
    "invitation.renewed": (setup.send_invitation,),
    "item.returned": (setup.hand_on_returned,),
    "item.handed_on": (setup.place_handed_on,),
    "letter.numbered": (step1.build_workbook, letters.prepare_bytes),
    "letter.number_entered": (step1.build_workbook, letters.prepare_bytes),
    "letter.voided": (step1.count_signatures,),
    "letter.signed": (
        step1.count_signatures,
        step2.send_new_letter,
        step3.complete,
        step5.close_round,
        setup.approve_sop,
    ),
    "round.letters_signed": (step2.end_step,),
    "release.embargo_ended": (api.push_release,),
    "release.published": (portal.draw_charts, api.push_release),
    "release.withdrawn": (api.push_release,),
    "request.handed_on": (step1.rebuild_workbook, step2.tell_successor),
    "request.moved": (step1.rebuild_workbook, step2.tell_successor),
    "request.revised": (step1.rebuild_workbook,),
    "rerun.ordered": (setup.run_rules_again,),
    "submission.received": (step3.give_receipt,),
    "submission.receipted": (step3.read,),
    "submission.complete": (step4.compare_with_others,),
    "submission.withdrawn": (setup.hand_on_withdrawn,),
    "submission.style_settled": (step3.read,),
    "submission.transcribed": (step3.read,),
    "table.created": (step3.ask_for_new_table,),
}

# Claimed before all else: in a rush nobody's receipt waits until somebody else's file is read.
FIRST = ("submission.received",)
# Claimed when nothing else is due: sixty releases at once are minutes of charts to draw, which nobody waits for.
LAST = ("release.published",)

Tick = Callable[..., object]


def hand_over(*, at: datetime) -> int:
    """This will hand messages over; leases and waits run by the machine's own time."""
    return deliver_all(at=at, now=real_now)


# What follows of itself when time passes, whatever happens; the worker asks often, so each must be a quick look.
TICKS: tuple[Tick, ...] = (give_up_overdue, remind, sweep_abandoned, note_ended_embargoes, give_checkpoints_away)
# Servers elsewhere may hang: `sektoral work` hands messages over beside its work (project/postmen.py).
ALL_TICKS: tuple[Tick, ...] = (*TICKS, hand_over)
