"""Step 2 in the browser: JP sends everything at once, and each agency gets its mail."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests.journeys.chapter1_request import AGENCIES
from tests.journeys.walking import Walk


def distribute(walk: Walk) -> None:
    """JP sends all requests; each mail carries the signed letter and the workbook."""
    walk.it_is("2026-11-23 11:30")
    jp = walk.by("jp1").open("/langkah-2/").look("07-distribusi")
    jp.press("Kirim").reads(f"{AGENCIES} permintaan dikirim").look()
    jp.until("Terkirim").look(phone=True)
    jp.open("/").look()
    names = attachments_of(walk.server.var / "mail")
    assert sum(name.endswith(".xlsx") for name in names) >= AGENCIES
    assert sum(name.endswith(".pdf") for name in names) >= AGENCIES


def attachments_of(folder: Path) -> list[str]:
    """This will list what is attached to the mails in a folder."""
    return [name for mail in mails_in(folder) for part in mail.iter_attachments() if (name := part.get_filename())]


def mails_in(folder: Path) -> list[EmailMessage]:
    """This will read the mails that became files, one after the other where several share a file."""
    texts = [text for path in sorted(folder.iterdir()) for text in path.read_bytes().split(b"-" * 79 + b"\n")]
    return [message_from_bytes(text, policy=policy.default) for text in texts if text.strip()]
