"""The whole round in its order, from the Kadis's order to the public who scan the report."""

from tests.journeys import chapter1_request as step1
from tests.journeys import chapter2_distribute as step2
from tests.journeys import chapter3_submit as step3

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
)
