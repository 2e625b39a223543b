"""The whole round in its order, from the Kadis's order to the public who scan the report."""

from tests.journeys import chapter1_request as step1

CHAPTERS = (
    step1.order,
    step1.prepare,
    step1.initial,
    step1.sign,
)
