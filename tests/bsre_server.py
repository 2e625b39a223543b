"""How the made-up BSrE gateway reads requests and answers them, in the documented shapes; see `bsre`."""

import base64
import binascii
import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.bsre_state import EMAIL, NIK, PASSPHRASE, PASSWORD, USER, Behaviour, Call, Gateway, Refusal
from tests.signed_papers import letter as other_letter
from tests.signed_papers import plain_letter

BOMB = 96 << 20  # bytes that a small answer unpacks to
HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
V1_FIELDS = frozenset({"file", "nik", "passphrase", "tampilan"})
V2_FIELDS = frozenset({"nik", "email", "passphrase", "totp", "signatureProperties", "file"})

B = Behaviour


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is part of the play."""


class Handler(BaseHTTPRequestHandler):
    gateway: Gateway
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Silent."""

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def _answer(self, deed: Callable[[bytes], None]) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            self._check_user()
            deed(body)
        except Refusal as refusal:
            self._refuse(refusal)

    def _check_user(self) -> None:
        wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != wanted:
            raise Refusal(401, 401, "Unauthorized")

    def _refuse(self, refusal: Refusal) -> None:
        """Both shapes: the code in its own place in version 2, at the end of the words in version 1."""
        if self.path.startswith("/api/v2/"):
            told: dict[str, object] = {"status_code": refusal.code, "error": refusal.words}
        else:
            told = {"error": f"Proses signing gagal : {refusal.words} {refusal.code}", "status_code": refusal.status}
        self._json(told, status=refusal.status)

    def _json(self, told: Mapping[str, object], *, status: int = 200) -> None:
        self.send(json.dumps(told).encode(), "application/json", status=status)

    def send(self, body: bytes, kind: str, *, status: int = 200, sent: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if sent is None else body[:sent])
        if sent is not None:
            self.wfile.flush()
            self.connection.close()
            self.close_connection = True

    def _get(self, body: bytes) -> None:
        if self.path == "/":
            self.send(b"Esign Client Service", "text/plain")
        elif self.path.startswith("/api/user/status/"):
            self.gateway.calls.append(Call("/api/user/status/"))
            self._status_of(self.path.rsplit("/", 1)[1])
        elif self.path.startswith("/api/sign/download/"):
            self.gateway.calls.append(Call("/api/sign/download/"))
            if self.gateway.loses_downloads:
                self.send(HTML, "text/html", status=502)
                return
            kept = self.gateway.kept.pop(self.path.rsplit("/", 1)[1], None)
            if kept is None:
                raise Refusal(404, 4044, "Dokumen telah didownload sebelumnya")
            self.send(kept, "application/pdf")
        else:
            raise Refusal(404, 404, "Not Found")

    def _status_of(self, nik: str) -> None:
        is_known, status = nik == NIK, self.gateway.status
        if not is_known:
            self._json({"status_code": 1110, "status": "NOT_REGISTERED", "message": "User belum terdaftar"})
        else:
            self._json({"status_code": 1111, "status": status, "message": f"User memiliki sertifikat {status}"})

    def _post(self, body: bytes) -> None:
        doors = {
            "/api/sign/pdf": self._sign_v1,
            "/api/v2/sign/pdf": self._sign_v2,
            "/api/v2/sign/get/totp": self._send_code,
            "/api/v2/user/check/status": self._check_status,
        }
        if self.path not in doors:
            raise Refusal(404, 404, "Not Found")
        doors[self.path](body)

    def _sign_v1(self, body: bytes) -> None:
        form = _form(self.headers.get("Content-Type", ""), body)
        _check_only(form, V1_FIELDS)
        for name in V1_FIELDS:
            _check(name in form, 4014, f"Field {name} wajib diisi")
        _check(form["tampilan"].text in ("visible", "invisible"), 4015, "tampilan")
        _check(form["file"].kind == "application/pdf" and form["file"].data.startswith(b"%PDF-"), 4015, "file")
        nik, passphrase = form["nik"].text, form["passphrase"].text
        self.gateway.calls.append(Call(self.path, 1, passphrase))
        self._play([form["file"].data], lambda: self._check_signer(nik, passphrase), self._give_v1)

    def _sign_v2(self, body: bytes) -> None:
        told = self._read(body)
        _check_only(told, V2_FIELDS)
        _check(("nik" in told) != ("email" in told), 4014, "nik atau email")
        _check(("passphrase" in told) != ("totp" in told), 4014, "passphrase atau totp")
        files, properties = _list(told, "file"), _list(told, "signatureProperties")
        _check(len(properties) in (1, len(files)), 4015, "signatureProperties")
        _check(all(one.get("tampilan") in ("VISIBLE", "INVISIBLE") for one in properties), 4015, "tampilan")
        pdfs = [_base64(text) for text in files]
        secret = str(told.get("passphrase") or told.get("totp"))
        self.gateway.calls.append(Call(self.path, len(pdfs), secret))
        self._play(pdfs, lambda: self._check_signer_v2(told, len(pdfs)), self._give_v2)

    def _send_code(self, body: bytes) -> None:
        told = self._read(body)
        _check_only(told, frozenset({"nik", "email", "data"}))
        _check(isinstance(told.get("data"), int), 4015, "data")
        self.gateway.calls.append(Call(self.path, told["data"]))
        self._check_known(told)
        self.gateway.codes[self.gateway.next_code] = told["data"]
        self._json({"message": "TOTP dikirim"})

    def _check_status(self, body: bytes) -> None:
        told = self._read(body)
        self.gateway.calls.append(Call(self.path))
        known = told.get("nik") == NIK or told.get("email") == EMAIL
        self._json({"status": self.gateway.status if known else "NOT_REGISTERED"})

    def _read(self, body: bytes) -> dict[str, Any]:
        _check(self.headers.get("Content-Type", "").startswith("application/json"), 4015, "Content-Type")
        told = json.loads(body)
        _check(isinstance(told, dict), 4015, "body")
        return dict(told)

    def _check_known(self, told: Mapping[str, Any]) -> None:
        if told.get("nik") != NIK and told.get("email") != EMAIL:
            raise Refusal(400, 2011, "Penandatangan tidak terdaftar")

    def _check_signer(self, nik: str, passphrase: str) -> None:
        _check(len(nik) == 16 and nik.isdecimal(), 4015, "Format nik salah")
        self._check_known({"nik": nik})
        if self.gateway.status != "ISSUE":
            raise Refusal(400, 2099, "Sertifikat tidak dapat digunakan")  # a code that no document at hand names
        if passphrase != PASSPHRASE:
            raise Refusal(400, 2031, "Passphrase anda salah")

    def _check_signer_v2(self, told: Mapping[str, Any], count: int) -> None:
        self._check_known(told)
        if "totp" in told and self.gateway.codes.pop(str(told["totp"]), 0) != count:
            raise Refusal(400, 2031, "TOTP anda salah")
        self._check_signer(NIK, str(told.get("passphrase", PASSPHRASE)))

    def _play(self, pdfs: list[bytes], check: Callable[[], None], give: Callable[..., None]) -> None:
        """Behave as ordered."""
        ACTS[self.gateway.next()](self, Asked(pdfs, check, give))

    def drip(self, body: bytes) -> None:
        """One byte after the other, each soon enough for a time-out between two of them."""
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.end_headers()
        for byte in body:
            self.wfile.write(bytes((byte,)))
            self.wfile.flush()
            if self.gateway.released.wait(0.05):
                return

    def _give_v1(self, made: list[bytes], *, half: bool = False) -> None:
        given = self.gateway.document_name
        name = f"dokumen-{len(self.gateway.signed)}" if given is None else given
        if self.gateway.json_answers:
            self.gateway.kept[name] = made[0]
            self._json({"id_dokumen": name})
            return
        self.send(made[0], "application/pdf", sent=len(made[0]) // 2 if half else None, id_dokumen=name)

    def _give_v2(self, made: list[bytes], *, half: bool = False) -> None:
        body = json.dumps({"time": "120 ms", "file": [base64.b64encode(one).decode() for one in made]}).encode()
        self.send(body, "application/json", sent=len(body) // 2 if half else None)


@dataclass
class Asked:
    """What one request asks for: the PDFs, whether its signer may sign, and how the answer is given."""

    pdfs: list[bytes]
    check: Callable[[], None]
    give: Callable[..., None]


def _refusing(status: int, code: int, words: str) -> Callable[[Handler, Asked], None]:
    def act(_: Handler, asked: Asked) -> None:
        raise Refusal(status, code, words)

    return act


def _well(handler: Handler, asked: Asked) -> None:
    asked.check()
    asked.give([handler.gateway.sign(pdf) for pdf in asked.pdfs])


def _expired(handler: Handler, asked: Asked) -> None:
    handler.gateway.status = "EXPIRED"
    asked.check()


def _late(handler: Handler, asked: Asked) -> None:
    for pdf in asked.pdfs:
        handler.gateway.sign(pdf)
    handler.gateway.released.wait(60)


def _half_pdf(handler: Handler, asked: Asked) -> None:
    made = [(len(pdf), handler.gateway.sign(pdf)) for pdf in asked.pdfs]
    asked.give([whole[: (begun + len(whole)) // 2] for begun, whole in made])


def _packing(pack: Callable[[bytes], bytes], way: str = "gzip") -> Callable[[Handler, Asked], None]:
    """A proxy in between packs the answer, although nobody asked it to."""

    def act(handler: Handler, asked: Asked) -> None:
        given = handler.send

        def packed(body: bytes, kind: str, **more: Any) -> None:
            given(pack(body), kind, **{**more, "Content-Encoding": way})

        handler.send = packed  # type: ignore[method-assign]
        _well(handler, asked)

    return act


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(BOMB))


ACTS: dict[Behaviour, Callable[[Handler, Asked], object]] = {
    B.WELL: _well,
    B.ERROR_500: _refusing(500, 500, "Internal Server Error"),
    B.BUSY: _refusing(429, 429, "Too Many Requests"),
    B.UNKNOWN_CODE: _refusing(400, 2077, f"Hal lain untuk {NIK}, frasa {PASSPHRASE}"),
    B.ODD_SIGNS: _refusing(400, 2078, "separuh \ud800, nihil \0, berbalik \u202e <script>alert(1)</script>"),
    B.PROXY_504: lambda handler, asked: handler.send(HTML, "text/html", status=504),
    B.HTML_WITH_200: lambda handler, asked: handler.send(HTML, "text/html"),
    B.HANG: lambda handler, asked: handler.gateway.released.wait(60),
    B.LATE_SUCCESS: _late,
    B.WRONG_PDF: lambda handler, asked: asked.give([plain_letter() for _ in asked.pdfs]),
    B.OTHER_LETTER: lambda handler, asked: asked.give([handler.gateway.sign(other_letter()) for _ in asked.pdfs]),
    B.UNSIGNED: lambda handler, asked: asked.give(asked.pdfs),
    B.HALF_PDF: _half_pdf,
    B.HALF_BODY: lambda handler, asked: asked.give([handler.gateway.sign(pdf) for pdf in asked.pdfs], half=True),
    B.EXPIRED: _expired,
    B.PACKED: _packing(gzip.compress),
    B.HALF_PACKED: _packing(lambda body: gzip.compress(body)[:-20]),
    B.PACKED_BOMB: _packing(lambda _: _bomb()),
    B.PACKED_STRANGELY: _packing(lambda body: body, way="br"),
    B.HUGE: lambda handler, asked: handler.send(bytes(BOMB), "application/pdf"),
    B.NO_JSON: lambda handler, asked: handler.send(b'{"file": [', "application/json"),
    B.OTHER_JSON: lambda handler, asked: handler.send(b'{"file": {"id_dokumen": 7}}', "application/json"),
    B.SLOW_DRIP: lambda handler, asked: handler.drip(handler.gateway.sign(asked.pdfs[0])),
}


@dataclass
class _Part:
    data: bytes
    kind: str

    @property
    def text(self) -> str:
        return self.data.decode()


def _form(kind: str, body: bytes) -> dict[str, _Part]:
    _check(kind.startswith("multipart/form-data"), 4015, "Content-Type")
    parts = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body).get_payload()
    assert isinstance(parts, list)
    return {
        _name_of(part): _Part(_data_of(part), part.get_content_type()) for part in parts if isinstance(part, Message)
    }


def _name_of(part: Message) -> str:
    return str(part.get_param("name", header="content-disposition"))


def _data_of(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data


def _check(holds: bool, code: int, words: str) -> None:
    if not holds:
        raise Refusal(400, code, words)


def _list(told: Mapping[str, Any], name: str) -> list[Any]:
    found = told.get(name)
    if not isinstance(found, list) or not found:
        raise Refusal(400, 4014, f"Field {name} wajib diisi")
    return found


def _check_only(told: Mapping[str, object], known: frozenset[str]) -> None:
    _check(set(told) <= known, 4015, f"Field tidak dikenal: {sorted(set(told) - known)}")


def _base64(text: object) -> bytes:
    try:
        data = base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(400, 4015, "file bukan base64") from None
    _check(data.startswith(b"%PDF-"), 4015, "file bukan PDF")
    return data
