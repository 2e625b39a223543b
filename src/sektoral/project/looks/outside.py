"""Looks at what is outside: mail server, time-stamp authority, our own proxy, and whoever keeps our checkpoints."""

import http.client
import smtplib
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.urls import reverse

from sektoral.domain.outbox import MessageKind
from sektoral.domain.states import MessageState
from sektoral.letters.actions.sealing import fault_of_time_stamps
from sektoral.project.looks.finding import Finding, Health, good
from sektoral.records.models import Checkpoint, Event, Message, Office

SECONDS = 10
CEASED = timedelta(days=2)  # one is signed each day
NOT_SENT = (MessageState.UNKNOWN, MessageState.GIVEN_UP)


def look_at_mail(at: datetime) -> Iterator[Finding]:
    """This will greet the mail server, begin TLS and give the password, and send nothing."""
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield Finding(Health.MIND, "Surel hanya menjadi berkas, tidak terkirim.", "Isi EMAIL_URL.")
        return
    line = get_connection(timeout=SECONDS)
    try:
        line.open()
    except smtplib.SMTPAuthenticationError:
        yield Finding(Health.BAD, "Server surel menolak nama atau kata sandi.", "Perbaiki EMAIL_URL.")
    except smtplib.SMTPNotSupportedError:
        yield Finding(Health.BAD, "Server surel tidak mengenal STARTTLS.", "Pakai smtps:// pada EMAIL_URL.")
    except (OSError, smtplib.SMTPException) as error:
        text = f"Server surel tidak dapat dihubungi: {type(error).__name__}."
        yield Finding(Health.BAD, text, "Periksa EMAIL_URL, jaringan, dan sertifikat servernya.")
    else:
        yield good("Server surel menjawab dan mengenal pemasangan ini.")
    finally:
        line.close()


def look_at_time_stamps(at: datetime) -> Iterator[Finding]:
    """This will have one time stamp made, where an authority is set."""
    if not settings.TSA_URL:
        yield good("Tanpa stempel waktu (SEKTORAL_TSA_URL kosong).")
    elif fault := fault_of_time_stamps(at=at):
        yield Finding(Health.BAD, f"Stempel waktu tidak didapat: {fault}.", "Periksa SEKTORAL_TSA_URL dan _CA.")
    else:
        yield good("Layanan stempel waktu menjawab.")


def look_at_base_url(at: datetime) -> Iterator[Finding]:
    """This will visit this installation as people do, and tell from its answers whether the headers of nginx hold."""
    if not settings.IS_HTTPS:
        yield good(f"{settings.BASE_URL} tanpa HTTPS; hanya untuk mesin ini.")
        return
    try:
        status = _status("/healthz")
        signing_in, measures = _status(reverse(settings.LOGIN_URL)), _status("/metrics")
    except ssl.SSLError as error:
        yield Finding(Health.BAD, f"Sertifikat {settings.BASE_URL} tidak sah: {error}.", "Perbarui sertifikatnya.")
        return
    except (OSError, http.client.HTTPException) as error:
        text = f"{settings.BASE_URL} tidak dapat dihubungi: {type(error).__name__}."
        yield Finding(Health.BAD, text, "Periksa nginx, DNS, dan SEKTORAL_BASE_URL.")
        return
    yield _seen_from_outside(status, signing_in, measures)


def look_at_checkpoints(at: datetime) -> Iterator[Finding]:
    """This will tell whether each journal's checkpoints are still signed, and whether they reach anybody outside."""
    if not settings.CHECKPOINTS_TO:
        text = "Titik periksa jurnal tidak disimpan siapa pun di luar kantor."
        yield Finding(Health.MIND, text, "Isi SEKTORAL_CHECKPOINTS_TO, misalnya dengan alamat Inspektorat.")
    for office in Office.objects.order_by("slug"):
        yield _checkpoints_of(office, at)


def _checkpoints_of(office: Office, at: datetime) -> Finding:
    """An office without any yet has until its second day: the worker signs the first within a minute."""
    last = Checkpoint.objects.filter(office_id=office.pk).order_by("-at").first()
    since = last or Event.objects.filter(office_id=office.pk).order_by("sequence").first()
    if since is not None and since.at < at - CEASED:
        text = f"{office.slug}: sejak {since.at:%Y-%m-%d} tidak ada titik periksa jurnal."
        return Finding(Health.BAD, text, "Periksa `systemctl status sektoral-work` dan kunci checkpoint.")
    mails = Message.objects.filter(office=office, kind=MessageKind.CHECKPOINT)
    newest = mails.order_by("-queued_at").values_list("queued_at", flat=True)[:1]
    if missed := mails.filter(queued_at__in=newest, state__in=NOT_SENT).values_list("to", flat=True):
        text = f"{office.slug}: titik periksa terakhir tidak sampai di {', '.join(sorted(missed))}."
        return Finding(Health.BAD, text, "Putuskan di Pesan keluar; periksa alamatnya dan server surel.")
    told = f"terakhir {last.at:%Y-%m-%d}" if last else "menyusul hari ini"
    return good(f"{office.slug}: titik periksa jurnal {told}.")


def _seen_from_outside(health: int, signing_in: int, measures: int) -> Finding:
    """A page that redirects to itself was not told of HTTPS; measures that open to everybody were not told for whom."""
    if health == http.client.BAD_REQUEST:
        return Finding(Health.BAD, "Nama host ditolak.", "Isi SEKTORAL_HOSTS; nginx harus mengirim Host.")
    if health != http.client.OK:
        return Finding(Health.BAD, f"{settings.BASE_URL} menjawab {health}.", "Periksa layanan sektoral-web dan nginx.")
    if signing_in != http.client.OK:
        remedy = "nginx harus mengirim X-Forwarded-Proto; SEKTORAL_BEHIND_PROXY=yes."
        return Finding(Health.BAD, f"Halaman masuk menjawab {signing_in}.", remedy)
    if measures == http.client.OK and not settings.METRICS_TOKEN:
        return Finding(Health.BAD, "nginx tidak mengirim X-Forwarded-For.", "Pakai contoh deploy/nginx/sektoral.conf.")
    return good(f"{settings.BASE_URL} menjawab lewat proksi dengan kepala yang benar.")


def _status(path: str) -> int:
    url = urlsplit(settings.BASE_URL)
    line = http.client.HTTPSConnection(
        url.hostname or "", url.port, timeout=SECONDS, context=ssl.create_default_context()
    )
    try:
        line.request("GET", f"{url.path}{path}")
        return line.getresponse().status
    finally:
        line.close()
