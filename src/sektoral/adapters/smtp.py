"""One mail to one SMTP server, with one deadline for the whole of it, and an honest end.

Django's own backend tells "refused" from "gone" by exceptions only, and not whether the text had been handed over
when the line dropped. RFC 5321, 4.5.3.2 and 6.1: who has taken the text and answers nothing may have taken it.
"""

import contextlib
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from sektoral.domain.outbox import TAKEN, Attempt, Outcome

LEAVING = 421  # the server closes the line
REFUSED_FOR_GOOD = 500  # replies from here on are final
LINE_BEGINS_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mails are handed over. `seconds` is the time for one mail from the greeting to the last answer."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    uses_starttls: bool = False
    uses_tls: bool = False
    seconds: float = 45.0


class _Refused(Exception):
    """The server said no."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(attempt.code)
        self.attempt = attempt


def post(server: SmtpServer, mail: bytes, *, sender: str, to: str, before_text: Callable[[], None]) -> Attempt:
    """This will hand one mail over. `before_text` is called just before the text goes: then it may have been taken."""
    line = _Line(server.seconds)
    try:
        with line.watched(), contextlib.closing(_Client(line)) as client:
            _open(client, server, line)
            _address(client, sender, to)
            before_text()
            line.is_handed = True
            attempt = _hand_over(client, line, mail)
            _leave(client)  # the answer stands, whatever comes now
            return attempt
    except _Refused as refusal:
        return refusal.attempt
    except smtplib.SMTPAuthenticationError:
        return Attempt(Outcome.NOT_YET, "login_refused", blocks=True)
    except ssl.SSLCertVerificationError:
        return Attempt(Outcome.NOT_YET, "certificate_wrong", blocks=True)
    except (OSError, ValueError):  # smtplib's errors are OSErrors; a file that was closed under it is a ValueError
        return _lost(line)


def _open(client: "_Client", server: SmtpServer, line: "_Line") -> None:
    """Reach the server, by TLS where it is asked for, and say who we are."""
    sock = socket.create_connection((server.host, server.port), timeout=server.seconds)
    line.take(sock)
    context = ssl.create_default_context()
    if server.uses_tls:
        sock = context.wrap_socket(sock, server_hostname=server.host)
        line.take(sock)
    client.greet(sock, line)
    line.is_greeted = True
    if server.uses_starttls:
        client.host_name(server.host)
        _encrypt(client, context)
        if isinstance(client.sock, socket.socket):
            line.take(client.sock)
    client.ehlo_or_helo_if_needed()
    if server.user:
        client.login(server.user, server.password)


def _encrypt(client: "_Client", context: ssl.SSLContext) -> None:
    """Go on by TLS; in the clear nothing goes where it was asked for."""
    try:
        client.starttls(context=context)
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as error:
        raise _Refused(Attempt(Outcome.NOT_YET, "encryption_missing", blocks=True)) from error


class _Client(smtplib.SMTP):
    """smtplib's client on a socket that was opened before."""

    def __init__(self, line: "_Line") -> None:
        super().__init__(local_hostname="localhost", timeout=line.seconds)

    def greet(self, sock: socket.socket, line: "_Line") -> None:
        """This will wait for the server's greeting."""
        self.sock, self.file = sock, None
        code, _ = self.getreply()
        line.check_whole()
        if code != 220:
            raise _Refused(Attempt(Outcome.NOT_YET, "server_unreachable", blocks=True))

    def host_name(self, host: str) -> None:
        """This will set the name that the server's certificate must bear."""
        self._host = host


def _address(client: smtplib.SMTP, sender: str, to: str) -> None:
    """Say from whom and to whom, and ask whether the text is wanted."""
    for command, good, what in (
        (f"MAIL FROM:<{sender}>", (250,), "sender"),
        (f"RCPT TO:<{to}>", (250, 251), "address"),
        ("DATA", (354,), "text"),
    ):
        code, _ = client.docmd(command)
        if code not in good:
            raise _Refused(_no(code, what))


def _hand_over(client: smtplib.SMTP, line: "_Line", mail: bytes) -> Attempt:
    client.send(LINE_BEGINS_WITH_DOT.sub(b"..", mail.rstrip(b"\r\n")) + b"\r\n.\r\n")
    code, _ = client.getreply()
    line.check_whole()
    if 200 <= code < 300:
        return TAKEN
    return _no(code, "text") if code >= 400 else Attempt(Outcome.UNKNOWN, "line_dropped_after", blocks=True)


def _no(code: int, what: str) -> Attempt:
    if code == LEAVING or code < 400:  # it closes the line, or speaks no SMTP
        return Attempt(Outcome.NOT_YET, "line_dropped", blocks=True)
    if code >= REFUSED_FOR_GOOD:
        return Attempt(Outcome.NEVER, f"{what}_refused")
    return Attempt(Outcome.NOT_YET, f"{what}_delayed")


def _lost(line: "_Line") -> Attempt:
    if line.is_handed:
        return Attempt(Outcome.UNKNOWN, "silent_after" if line.is_over else "line_dropped_after", blocks=True)
    code = "server_silent" if line.is_over else "line_dropped" if line.is_greeted else "server_unreachable"
    return Attempt(Outcome.NOT_YET, code, blocks=True)


def _leave(client: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError, ValueError):  # the mail is taken whatever comes now
        client.quit()


class _Line:
    """The socket and the deadline: a watcher cuts it, so that no drip of single bytes holds it open."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_greeted = self.is_handed = False
        self._until = monotonic() + seconds
        self._socket: socket.socket | None = None

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._until

    def check_whole(self) -> None:
        """This will raise where the time ran out while an answer came: what was read may be half of it."""
        if self.is_over:
            raise TimeoutError

    def take(self, sock: socket.socket) -> None:
        """This will watch this socket from now on."""
        self._socket = sock

    @contextmanager
    def watched(self) -> Iterator[None]:
        """This will cut the line when the time is up."""
        timer = threading.Timer(self.seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            if self._socket is not None:
                self._socket.close()

    def _cut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
