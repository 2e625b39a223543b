"""Every kind of event, by its name: each reads its particulars and makes the one call that the page makes too."""

from collections.abc import Callable, Mapping

from sektoral.project.rehearsal.scenario import data_deeds, letter_deeds, office_deeds, return_deeds
from sektoral.project.rehearsal.scenario.script import Happening
from sektoral.project.rehearsal.scenario.stage import Stage

Deed = Callable[[Stage, Happening], None]

DEEDS: Mapping[str, Deed] = {
    "round.open": letter_deeds.open_the_round,
    "letters.prepare": letter_deeds.prepare,
    "letters.initial": letter_deeds.initial,
    "letters.sign": letter_deeds.sign,
    "requests.send": letter_deeds.send,
    "request.extend": letter_deeds.extend_request,
    "submission.submit": data_deeds.submit,
    "submission.letter": data_deeds.hand_over,
    "submission.withdraw": return_deeds.withdraw,
    "item.hand_on": return_deeds.hand_on,
    "item.accept": data_deeds.accept_items,
    "item.return": data_deeds.return_items,
    "priority.pass": data_deeds.pass_items,
    "priority.return": data_deeds.return_priority_items,
    "calendar.add": office_deeds.add_days,
    "calendar.extend_all": office_deeds.extend_everybody,
    "assignment.change": office_deeds.seat,
    "agency.merge": office_deeds.merge,
    "intake.close": letter_deeds.close,
    "report.sign": letter_deeds.sign_report,
}
