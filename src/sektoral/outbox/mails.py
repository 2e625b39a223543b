"""A message as an e-mail, handed to an SMTP server or to one of Django's backends that keep mails on this machine."""

from collections.abc import Callable
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from sektoral.adapters.smtp import SmtpServer, post
from sektoral.domain.errors import SektoralError, Unavailable
from sektoral.domain.outbox import TAKEN, Attempt, Outcome
from sektoral.intake import files
from sektoral.records.models import Message, StoredFile

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def send_mail(message: Message, *, before_text: Callable[[], None]) -> Attempt:
    """This will hand one mail over and say what came of it. `before_text` is called before it may have been taken."""
    try:
        mail = _mail(message)
        text = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own
    except Unavailable:  # the disk does not give the attachment now; that may pass
        return Attempt(Outcome.NOT_YET, "file_unreadable")
    except (SektoralError, OSError):
        return Attempt(Outcome.NEVER, "file_missing")
    except ValueError:  # an address or a subject that no mail can bear
        return Attempt(Outcome.NEVER, "mail_unwritable")
    if settings.EMAIL_BACKEND == SMTP:
        return post(_server(), text, sender=parseaddr(mail.from_email)[1], to=message.to, before_text=before_text)
    before_text()
    try:
        mail.send()
    except OSError:  # a mail that is kept as a file: the disk says no before it is there
        return Attempt(Outcome.NOT_YET, "server_unreachable", blocks=True)
    return TAKEN


def _mail(message: Message) -> EmailMessage:
    # the same id for every attempt tells that it is the same mail
    headers = {"Message-ID": f"<{message.pk}@{message.office.slug}.sektoral>"}
    mail = EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers)
    wanted = list(message.attachments)
    found = {str(file.pk): file for file in StoredFile.objects.filter(pk__in=wanted)}
    if len(found) < len(wanted):
        raise FileNotFoundError
    for key in wanted:
        mail.attach(found[key].name, files.read(found[key]), found[key].media_type)
    return mail


def _server() -> SmtpServer:
    return SmtpServer(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        uses_starttls=settings.EMAIL_USE_TLS,
        uses_tls=settings.EMAIL_USE_SSL,
        seconds=settings.MESSAGE_DEADLINE,
    )
