"""The whole round in its order, from the Kadis's order to the public who scan the report, and what comes after it."""

from tests.journeys import chapter1_request as step1
from tests.journeys import chapter2_distribute as step2
from tests.journeys import chapter3_submit as step3
from tests.journeys import chapter4_check as step4
from tests.journeys import chapter5_report as step5
from tests.journeys import chapter6_afterwards as afterwards
from tests.journeys import chapter7_open_data as open_data
from tests.journeys import chapter8_care as care

CHAPTERS = (
    step1.order,
    step1.prepare,
    step1.initial,
    step1.sign,
    step2.distribute,
    step3.fault_is_found,
    step3.right_file_is_sent,
    step3.others_send,
    step3.office_enters,
    step4.return_one,
    step4.accept_others,
    step4.come_again,
    step4.pass_priority,
    step5.close_intake,
    step5.report,
    step5.scan_the_report,
    afterwards.look_into_the_bank,
    afterwards.audit,
    afterwards.set_up,
    afterwards.strangers,
    open_data.plan,
    open_data.release,
    open_data.find,
    open_data.withdraw,
    care.overview,
    care.assess,
    care.describe,
    care.correct,
    care.see_both,
)
