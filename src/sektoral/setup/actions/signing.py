"""The office chooses the service that signs its letters; pages that show other bytes are stale from then on."""

from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid
from sektoral.domain.papers import SigningService
from sektoral.domain.roles import Permission
from sektoral.letters.services import missing_settings
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Office


def choose_service(service: SigningService, *, by: Actor, at: datetime) -> None:
    """This will sign the office's letters, and its agencies', through another service from now on.

    Raises `Refused`, and `Invalid` (`service_not_set_up`) naming the settings that the service still needs.
    """
    by.check(Permission.SET_UP)
    if missing := missing_settings(service):
        raise Invalid("service_not_set_up", missing=", ".join(missing))
    with transaction.atomic():
        office = Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)
        if office.signing_service == service:
            return
        office.signing_service = service
        office.save(update_fields=["signing_service"])
        journal.append("service.chosen", office=office, about=office, by=by.person, at=at, service=service.value)
