"""The office's own rules, every version of each, what is muted for a while, and what a rule says of old submissions."""

from django.db import models

from sektoral.domain.findings import Severity
from sektoral.domain.states import RuleState
from sektoral.records.models.base import ALL, Record, allowed, both_or_neither, enum_field


class Rule(Record):
    """Aturan of one table through all its versions. What it says stands in its versions; the row never changes."""

    fixed = ALL

    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="rules")
    table_code = models.CharField(max_length=60)
    code = models.CharField(max_length=20)  # R1, R2 … within its table

    class Meta:
        ordering = ["table_code", "code"]
        constraints = [models.UniqueConstraint(fields=["agency", "table_code", "code"], name="rule_once")]


class RuleVersion(Record):
    """What a rule said from one change to the next; the highest number holds. Rows are only ever added.

    `confirmed` of `judged` old alarms proved right when the rule was made active: its precision, as it was shown then.
    """

    fixed = ALL

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)  # in the language of domain.rules
    says = models.CharField(max_length=300)
    severity = enum_field(Severity)
    tolerance = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=300, blank=True)
    state = enum_field(RuleState)
    reason = models.TextField(blank=True)  # why this version was made
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed = models.PositiveIntegerField(null=True)
    judged = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="rule_version_positive"),
            allowed("state", RuleState, "rule_version_state"),
            allowed("severity", Severity, "rule_version_severity"),
            both_or_neither("confirmed", "judged", "rule_version_precision"),
            models.CheckConstraint(
                condition=models.Q(confirmed__isnull=True) | models.Q(confirmed__lte=models.F("judged")),
                name="rule_version_precision_at_most_all",
            ),
        ]


class Mute(Record):
    """A rule or a built-in finding that does not weigh for one table until the end of its last day."""

    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="mutes")
    table_code = models.CharField(max_length=60)
    code = models.CharField(max_length=60)  # of a rule of the table, or of a finding
    reason = models.TextField()
    last_day = models.DateField()
    muted_at = models.DateTimeField()
    muted_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)  # before its time, or by a new one
    ended_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-muted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "table_code", "code"],
                condition=models.Q(ended_at__isnull=True),
                name="mute_one_at_a_time",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="mute_with_its_reason"),
            both_or_neither("ended_at", "ended_by", "mute_ended_by_somebody"),
        ]


class Rerun(Record):
    """Rules run again over the submissions of old rounds. It reads the bank and never changes it."""

    versions = models.ManyToManyField(RuleVersion, related_name="reruns")
    rounds = models.ManyToManyField("records.Round", related_name="+")
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    judged = models.PositiveIntegerField(default=0)
    undecided = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-ordered_at"]


class RerunCase(Record):
    """A place of an old submission that a rule would flag now. `observation` is what the bank took from the cell."""

    rerun = models.ForeignKey(Rerun, on_delete=models.PROTECT, related_name="cases")
    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("records.SubmissionItem", on_delete=models.PROTECT, related_name="+")
    observation = models.ForeignKey("records.Observation", null=True, on_delete=models.PROTECT, related_name="+")
    row = models.CharField(max_length=60)
    column = models.CharField(max_length=60)
    cell = models.CharField(max_length=12)
    text = models.CharField(max_length=60, blank=True)  # the figure that was sent, canonical
    where = models.CharField(max_length=300)  # the labels of row and column
    seen = models.CharField(max_length=1000)  # what the rule compared, in words
    is_corrected = models.BooleanField(null=True)  # changed later so that the rule holds; none: nothing in the bank

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rerun", "version", "item", "row", "column"], name="rerun_case_once")
        ]
