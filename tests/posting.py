"""Servers that take messages, or refuse, hang, answer slowly and drop the line: SMTP by hand, and a web hook.

They count what they really took, so that a test can hold it against what the outbox believes.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy

Answer = Callable[["Talk"], None]


@dataclass(slots=True)
class Post:
    """A running server: where it listens, what it took, how often somebody called, and how it behaves now."""

    behaviour: str
    port: int = 0
    taken: list[str] = field(default_factory=list)  # Message-IDs, or bodies of the web hook
    calls: int = 0
    said: list[bytes] = field(default_factory=list)  # the words of SMTP that came, in the clear
    context: ssl.SSLContext | None = None  # offers STARTTLS, with this certificate
    closing: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class Talk:
    """One connection."""

    post: Post
    line: socket.socket

    def say(self, text: str) -> None:
        self.line.sendall(text.encode() + b"\r\n")

    def wait(self) -> None:
        """Hang until the server is stopped or the caller has gone."""
        self.line.settimeout(0.05)
        while not self.post.closing.is_set():
            with suppress(TimeoutError):
                if not self.line.recv(1024):
                    return


class _Gone(Exception):
    """The server hangs up."""


@contextmanager
def smtp(behaviour: str) -> Iterator[Post]:
    """This will listen as an SMTP server that behaves so; `MAIL 451` answers that word with that reply."""
    yield from _listening(behaviour, _speak_smtp)


@contextmanager
def hook(behaviour: str) -> Iterator[Post]:
    """This will listen as a web hook that behaves so: `takes`, `503`, `403`, `silent_after`, `drops_after`, `504`."""
    yield from _listening(behaviour, _speak_http)


def _listening(behaviour: str, speak: Answer) -> Iterator[Post]:
    post = Post(behaviour)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        post.port = server.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(server, post, speak))
        thread.start()
        try:
            yield post
        finally:
            post.closing.set()
            thread.join()


def _serve(server: socket.socket, post: Post, speak: Answer) -> None:
    talks: list[threading.Thread] = []
    while not post.closing.is_set():
        with suppress(TimeoutError):
            line, _ = server.accept()
            post.calls += 1
            talks.append(threading.Thread(target=_talk, args=(Talk(post, line), speak)))
            talks[-1].start()
    for talk in talks:
        talk.join()


def _talk(talk: Talk, speak: Answer) -> None:
    with talk.line, suppress(_Gone, OSError):
        speak(talk)


def _speak_smtp(talk: Talk) -> None:
    _greet(talk)
    lines = talk.line.makefile("rb")
    for raw in lines:
        word = raw.strip().split(b" ")[0].upper()
        talk.post.said.append(word)
        if talk.post.behaviour == "slow":
            time.sleep(0.05)
        if word == b"DATA":
            _take_text(talk, lines)
        else:
            talk.say(_login(word, raw) if talk.post.behaviour == "refuses_login" else _reply(word, talk.post))
        if word == b"STARTTLS" and talk.post.context:
            talk.post.context.wrap_socket(talk.line, server_side=True)
        if word in (b"QUIT", b"AUTH", b"STARTTLS"):
            return


def _greet(talk: Talk) -> None:
    match talk.post.behaviour:
        case "leaves_at_once":
            talk.say("421 later")
            raise _Gone
        case "greets 554":
            talk.say("554 no")
            raise _Gone
        case "silent_at_once":
            talk.wait()
            raise _Gone
        case "drips_greeting":
            while not talk.post.closing.wait(0.02):
                talk.line.sendall(b"2")
    talk.say("220 fake")


def _login(word: bytes, raw: bytes) -> str:
    """Ask for a password, and repeat it in the refusal."""
    if word == b"EHLO":
        return "250-fake\r\n250 AUTH PLAIN"
    return f"535 wrong: {raw.decode().strip()}" if word == b"AUTH" else "250 ok"


def _reply(word: bytes, post: Post) -> str:
    how = post.behaviour
    if how.encode().startswith(word + b" "):
        return f"{how.split()[1]} no"
    if word == b"EHLO" and (post.context or how.startswith("STARTTLS")):
        return "250-fake\r\n250 STARTTLS"
    if word == b"STARTTLS":
        return "220 go"
    if word == b"RCPT" and how == "refuses_address":
        return "550 unknown"
    if word == b"RCPT" and how == "delays_address":
        return "450 later"
    return "221 bye" if word == b"QUIT" else "250 ok"


def _take_text(talk: Talk, lines: Iterator[bytes]) -> None:
    how = talk.post.behaviour
    if how == "drops_at_data":
        raise _Gone
    if how.startswith("DATA "):
        talk.say(f"{how.split()[1]} no")
        return
    talk.say("354 go on")
    text = bytearray()
    for raw in lines:
        if how == "drops_in_text":
            raise _Gone
        if raw == b".\r\n":
            break
        text += raw
    else:
        raise _Gone  # the caller went before the end of its text: nothing is taken
    _answer_text(talk, bytes(text))


def _answer_text(talk: Talk, text: bytes) -> None:
    match talk.post.behaviour:
        case "drops_after_text":
            raise _Gone
        case "silent_after_text":
            talk.wait()
            raise _Gone
        case "refuses_text":
            talk.say("554 no")
            return
        case "delays_text":
            talk.say("452 full")
            return
    talk.post.taken.append(str(message_from_bytes(text, policy=policy.default)["Message-ID"]))
    if talk.post.behaviour == "takes_and_drops":
        raise _Gone
    talk.say("250 taken")


def _speak_http(talk: Talk) -> None:
    how = talk.post.behaviour
    reader = talk.line.makefile("rb")
    length = 0
    for raw in reader:
        if raw.lower().startswith(b"content-length:"):
            length = int(raw.split(b":")[1])
        if raw == b"\r\n":
            break
    body = reader.read(length).decode()
    if how == "drops_after":
        return
    if how == "silent_after":
        talk.wait()
        return
    status = "200 OK" if how == "takes" else f"{how} no"
    if how == "takes":
        talk.post.taken.append(body)
    talk.say(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n")
