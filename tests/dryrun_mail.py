"""A mail server for the dry run: takes mails only by STARTTLS and after a password, and keeps them in /run/mails."""

import socketserver
import ssl
from pathlib import Path

TLS, MAILS = Path("/etc/ssl/sektoral"), Path("/run/mails")
PORT = 587


class Talk(socketserver.StreamRequestHandler):
    """One connection: what may be said before STARTTLS is only that."""

    def handle(self) -> None:
        """This will answer until the client leaves."""
        self._say("220 mail.example.go.id")
        is_safe = is_known = False
        while line := self.rfile.readline().decode(errors="replace").strip():
            word = line.split()[0].upper()
            if word == "EHLO":
                self._say("250-mail.example.go.id", "250 AUTH PLAIN LOGIN" if is_safe else "250 STARTTLS")
            elif word == "STARTTLS":
                self._say("220 go on")
                self._wrap()
                is_safe = True
            elif word == "AUTH" and is_safe:
                is_known = True
                self._say("235 welcome")
            elif word == "QUIT":
                self._say("221 bye")
                return
            elif not is_known:
                self._say("530 first STARTTLS, then AUTH")
            elif word == "DATA":
                self._say("354 go on")
                self._keep()
            else:
                self._say("250 ok")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
        self.wfile.flush()

    def _wrap(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "fullchain.pem", TLS / "privkey.pem")
        self.request = context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb")

    def _keep(self) -> None:
        lines = []
        while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
            lines.append(line)
        MAILS.mkdir(exist_ok=True)
        (MAILS / f"{len(list(MAILS.iterdir()))}.eml").write_bytes(b"".join(lines))
        self._say("250 taken")


if __name__ == "__main__":
    with socketserver.ThreadingTCPServer(("127.0.0.1", PORT), Talk) as server:
        server.serve_forever()
