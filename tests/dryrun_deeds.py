"""What a person does by hand where docs/operations.md says so, in the dry run; and what stands in for systemctl."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook

from tests.dryrun_units import systemctl

NAME, MAIL = "data.example.go.id", "mail.example.go.id"
APP, VAR, TLS = Path("/srv/sektoral/app"), Path("/srv/sektoral/var"), Path("/etc/ssl/sektoral")
AGENCIES = (("kominfo", "Dinas Komunikasi dan Informatika", "ya"), ("dinkes", "Dinas Kesehatan", ""))


def checkout() -> None:
    """This will lay down what git has, as it stands in the working folder."""
    root = Path(os.environ["DRYRUN_ROOT"])
    listing = ["git", "-c", f"safe.directory={root}", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=root, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        source, target = root / name, APP / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def answers() -> None:
    """This will fill in both files with the examples that they name."""
    from sektoral.project.beginning.questions import QUESTIONS

    given = {question.name: question.example for question in QUESTIONS}
    (VAR / "kantor.toml").write_text(
        "".join(f'{name} = "{answer}"\n' for name, answer in given.items()), encoding="utf-8"
    )
    book = load_workbook(VAR / "opd.xlsx")
    for code, name, is_office in AGENCIES:
        book["OPD"].append([code, name, None, None, None, None, is_office])
    book.save(VAR / "opd.xlsx")


def certificate() -> None:
    """This will make a certificate that this machine trusts, for pages and mail, and start the mail server."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},DNS:{MAIL}",
         "-keyout", str(TLS / "privkey.pem"), "-out", str(TLS / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    named = subprocess.run(
        ["openssl", "x509", "-hash", "-noout", "-in", str(TLS / "fullchain.pem")],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    shutil.copy(TLS / "fullchain.pem", f"/etc/ssl/certs/{named}.0")
    with Path("/etc/hosts").open("a", encoding="ascii") as hosts:
        hosts.write(f"127.0.0.1 {NAME} {MAIL}\n")
    subprocess.Popen([sys.executable, "-m", "tests.dryrun_mail"], start_new_session=True, stdin=subprocess.DEVNULL)


def look() -> None:
    """This will see whether what stands there now is what the page promises."""
    from tests.dryrun_look import look_at_all

    look_at_all()


DEEDS: Mapping[str, Callable[[], None]] = {
    "checkout": checkout, "answers": answers, "certificate": certificate, "look": look,
}  # fmt: skip


def main(words: Sequence[str]) -> None:
    """This will do one deed."""
    if words[0] == "systemctl":
        systemctl(words[1:])
    else:
        DEEDS[words[0]]()


if __name__ == "__main__":
    main(sys.argv[1:])
