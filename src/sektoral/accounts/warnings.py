"""The mail that warns a person of tries at their account."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from sektoral.records.models import Person

SUBJECT = "Ada percobaan masuk ke akun sektoral Anda"


def warning_for(account: str) -> EmailMessage | None:
    """This will word the warning; none for an account that is not there, or whose person never signs in."""
    person = Person.objects.filter(email=account.strip().lower(), is_active=True).first()
    if person is None or not person.has_account:
        return None
    text = render_to_string("account/email/tries_message.txt", {"person": person, "base": settings.BASE_URL})
    return EmailMessage(SUBJECT, text.strip(), settings.DEFAULT_FROM_EMAIL, [person.email])
