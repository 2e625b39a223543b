"""Contradictions: two agencies state different figures for the same thing, each answers, the office settles."""

from django.db import models

from sektoral.domain.contradictions import Reply, Ruling
from sektoral.domain.states import ContradictionState
from sektoral.records.models.base import Record, allowed, both_or_neither, enum_field

OPEN_STATES = (ContradictionState.OPEN, ContradictionState.ANSWERED)


class Contradiction(Record):
    """Pertentangan: two tables of two agencies about one variable in one round. `pair` names both tables."""

    round = models.ForeignKey("records.Round", on_delete=models.PROTECT, related_name="contradictions")
    pair = models.CharField(max_length=80)
    variable = models.CharField(max_length=100)
    state = enum_field(ContradictionState, default=ContradictionState.OPEN)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ruling = models.CharField(max_length=10, blank=True)  # domain.contradictions.Ruling
    reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_at"]
        constraints = [
            allowed("state", ContradictionState, "contradiction_state"),
            both_or_neither("settled_at", "settled_by", "contradiction_settled_by_somebody"),
            models.CheckConstraint(
                condition=models.Q(ruling__in=["", *(one.value for one in Ruling)]), name="contradiction_ruling"
            ),
            models.UniqueConstraint(
                fields=["round", "pair", "variable"],
                condition=models.Q(state__in=[state.value for state in OPEN_STATES]),
                name="contradiction_one_open",
            ),
        ]


class ContradictionSide(Record):
    """One agency's side: its answer to the table, the places that differ, and what it says about it."""

    contradiction = models.ForeignKey(Contradiction, on_delete=models.PROTECT, related_name="sides")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey("records.SubmissionItem", on_delete=models.PROTECT, related_name="+")
    places = models.JSONField(default=list)  # [{"cell", "what", "amount"}], in the same order on both sides
    reply = models.CharField(max_length=10, blank=True)  # domain.contradictions.Reply
    words = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["contradiction", "position"], name="contradiction_side_once"),
            both_or_neither("replied_at", "replied_by", "contradiction_replied_by_somebody"),
            models.CheckConstraint(
                condition=models.Q(reply__in=["", *(one.value for one in Reply)]), name="contradiction_reply"
            ),
        ]
