"""The sample for nginx as a test runs it: with a certificate of its own, below a folder of the test."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.machine import needed
from tests.operations import DEPLOY, NAME

NGINX = DEPLOY / "nginx" / "sektoral.conf"


def sample_of_nginx(folder: Path, ports: Mapping[int, int]) -> list[str]:
    """This will write the sample, with other ports of this machine in place of its own, and give what starts nginx."""
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    subprocess.run(
        [needed("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-subj", f"/CN={NAME}", "-days", "2", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    sample = NGINX.read_text(encoding="utf-8").replace("/etc/ssl/sektoral", str(folder))
    for own, other in ports.items():
        sample = re.sub(rf"listen \[::\]:{own}\b.*\n", "", sample)
        sample = re.sub(rf"(listen |127\.0\.0\.1:){own}\b", rf"\g<1>{other}", sample)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own_folders = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    config = folder / "nginx.conf"
    config.write_text(
        f"pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {own_folders}\n{sample}\n}}",
        encoding="utf-8",
    )
    return [needed("nginx", "nginx-light"), "-p", str(folder), "-c", str(config)]
