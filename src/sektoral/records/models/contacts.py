"""Following up by people: invitations into an agency's seats, talks with its people, and papers handed over."""

from django.db import models

from sektoral.domain.contacts import ContactResult, ContactWay
from sektoral.domain.roles import AGENCY_ROLES, Role, Standing
from sektoral.records.models.base import ALL, Record, allowed, both_or_neither, enum_field


class Invitation(Record):
    """Undangan: somebody is asked into an agency's seat by its surat tugas. `token_hash` is all that is kept of a link.

    It gives nothing by itself; the assignment comes when the invited person takes it up, signed in by that address.
    """

    personal_data = frozenset({"email", "name", "title", "rank", "nip"})

    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="invitations")
    role = enum_field(Role)
    standing = enum_field(Standing, default=Standing.DEFINITIVE)
    email = models.EmailField()
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    rank = models.CharField(max_length=100, blank=True)
    nip = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    replaces = models.ForeignKey("records.Assignment", null=True, on_delete=models.PROTECT, related_name="+")
    letter_number = models.CharField(max_length=100)  # surat tugas
    letter_on = models.DateField()
    letter_file = models.ForeignKey("records.StoredFile", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    serial = models.PositiveSmallIntegerField(default=1)  # how many links were made; only the last one opens
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # when the present link left
    last_error_code = models.CharField(max_length=80, blank=True)
    accepted_at = models.DateTimeField(null=True)
    assignment = models.OneToOneField(
        "records.Assignment", null=True, on_delete=models.PROTECT, related_name="invitation"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["issued_at"]
        constraints = [
            allowed("standing", Standing, "invitation_standing"),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(AGENCY_ROLES)), name="invitation_into_an_agency_seat"
            ),
            both_or_neither("accepted_at", "assignment", "invitation_accepted_with_its_seat"),
            both_or_neither("revoked_at", "revoked_by", "invitation_revoked_by_somebody"),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="invitation_ended_once",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")), name="invitation_expires_later"
            ),
            models.CheckConstraint(condition=~models.Q(letter_number=""), name="invitation_by_a_task_letter"),
            models.UniqueConstraint(
                fields=["agency", "role", "email"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_one_open",
            ),
        ]


class ContactNote(Record):
    """Catatan kontak: somebody of the office spoke, or tried to, with somebody of an agency about a request."""

    personal_data = frozenset({"note"})
    fixed = ALL

    request = models.ForeignKey("records.Request", on_delete=models.PROTECT, related_name="contact_notes")
    person = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")  # reached
    way = enum_field(ContactWay)
    result = enum_field(ContactResult)
    promised_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["noted_at"]
        constraints = [
            allowed("way", ContactWay, "contact_note_way"),
            allowed("result", ContactResult, "contact_note_result"),
            models.CheckConstraint(
                condition=models.Q(result=ContactResult.PROMISED.value, promised_on__isnull=False)
                | (~models.Q(result=ContactResult.PROMISED.value) & models.Q(promised_on__isnull=True)),
                name="contact_note_promise_with_its_day",
            ),
        ]


class HandDelivery(Record):
    """Penyerahan langsung: a signed letter that was handed over, as the buku ekspedisi has it.

    A slip is mended by a further row that names the one it stands for and why; none is ever changed.
    """

    personal_data = frozenset({"receiver", "receiver_title"})
    fixed = ALL

    letter = models.ForeignKey("records.Letter", on_delete=models.PROTECT, related_name="hand_deliveries")
    request = models.ForeignKey("records.Request", null=True, on_delete=models.PROTECT, related_name="hand_deliveries")
    receiver = models.CharField(max_length=200)
    receiver_title = models.CharField(max_length=200)
    delivered_at = models.DateTimeField()
    with_workbook = models.BooleanField(default=False)  # on a flash disk
    proof = models.ForeignKey("records.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(receiver=""), name="hand_delivery_to_somebody"),
            models.CheckConstraint(
                condition=models.Q(delivered_at__lte=models.F("recorded_at")), name="hand_delivery_not_in_future"
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True, reason="")
                | (models.Q(corrects__isnull=False) & ~models.Q(reason="")),
                name="hand_delivery_corrected_with_reason",
            ),
            models.UniqueConstraint(
                fields=["letter", "request"],
                condition=models.Q(corrects__isnull=True, request__isnull=False),
                name="hand_delivery_first_once",
            ),
        ]
