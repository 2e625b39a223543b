"""Recall: when a checker first opened what was handed over, and why a sender took it back before that."""

from django.db import models

from sektoral.records.models.base import ALL, Record


class Examination(Record):
    """Pemeriksaan dibuka: the first time somebody who may decide on a submission looked at it; no recall after it."""

    fixed = ALL

    submission = models.OneToOneField("records.Submission", on_delete=models.PROTECT, related_name="examination")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")


class Withdrawal(Record):
    """Penarikan kembali: a submission that its sender took back. File, receipt and signed letter stay."""

    fixed = ALL

    submission = models.OneToOneField("records.Submission", on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="withdrawal_with_its_reason")]
