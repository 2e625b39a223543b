"""A whole public key infrastructure on this machine, by certomancer: a root, time-stamp authorities, OCSP and CRLs."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from asn1crypto import ocsp, tsp, x509
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture, ServiceLabel
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sektoral.adapters.signatures.line import Account
from sektoral.adapters.signatures.time_stamps import TimeStampService

NAMES = {
    "root": "Akar Stempel Contoh",
    "tsa": "Stempel Waktu Contoh",
    "revoked": "Stempel Dicabut Contoh",
    "expired": "Stempel Lewat Contoh",
    "ocsp": "Penjawab Contoh",
}
LONG = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2060-01-01T00:00:00+0000"}
Config = dict[str, Any]
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass
class Authority:
    """The infrastructure while it is served; what a part of `silent` names answers with an error."""

    url: str
    root: x509.Certificate
    silent: tuple[str, ...] = ()

    def service(self, name: str = "tsa", *, deadline: float = 20.0) -> TimeStampService:
        """Ask the authority `name`: `tsa`, `revoked`, `expired`."""
        return TimeStampService(Account(f"{self.url}/test/tsa/{name}", deadline=deadline), [self.root.dump()])


@contextmanager
def serving(folder: Path, *, at: datetime) -> Iterator[Authority]:
    """This will serve the infrastructure on this machine; its clock stands at `at`, its keys lie in `folder`."""
    for name in NAMES:
        key = ec.generate_private_key(ec.SECP256R1())
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / f"{name}.pem").write_bytes(key.private_bytes(*form))
    server = make_server("127.0.0.1", 0, lambda _, __: [], handler_class=_Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    config = CertomancerConfig(_config(), key_search_dir=str(folder), external_url_prefix=url)
    architecture = config.get_pki_arch(ArchLabel("test"))
    authority = Authority(url, architecture.get_cert(CertLabel("root")))
    server.set_app(_answering(authority, architecture, at))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answering(authority: Authority, architecture: PKIArchitecture, at: datetime) -> Application:
    services = architecture.service_registry

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path, sent = environ["PATH_INFO"], environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        kind, label = path.split("/")[2:4]
        if any(part in path for part in authority.silent):
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        match kind:
            case "tsa":
                stamper = services.summon_timestamper(ServiceLabel(label), at_time=at)
                found = stamper.request_tsa_response(tsp.TimeStampReq.load(sent)).dump()
            case "ocsp":
                responder = services.summon_responder(ServiceLabel(label), at_time=at)
                found = responder.build_ocsp_response(ocsp.OCSPRequest.load(sent)).dump()
            case _:
                found = services.get_crl(ServiceLabel(label), at_time=at).dump()
        start_response("200 OK", [("Content-Length", str(len(found)))])
        return [found]

    return answer


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _config() -> Config:
    return {
        "keysets": {"keys": {"keys": {name: {"path": f"{name}.pem"} for name in NAMES}}},
        "pki-architectures": {
            "test": {
                "keyset": "keys",
                "entities": {name: {"common-name": words} for name, words in NAMES.items()},
                "certs": {
                    "root": _certificate(
                        "root", LONG, [_authority(), _usage("digital_signature", "key_cert_sign", "crl_sign")]
                    ),
                    "tsa": _leaf("tsa", LONG),
                    "revoked": {**_leaf("revoked", LONG), "revocation": _revoked()},
                    "expired": _leaf("expired", {**LONG, "valid-to": "2025-01-01T00:00:00+0000"}),
                    "ocsp": _certificate(
                        "ocsp", LONG, [_usage("digital_signature"), _purpose("ocsp_signing"), {"id": "ocsp_no_check"}]
                    ),
                },
                "services": {
                    "crl-repo": {
                        "crl": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P90D"}
                    },
                    "ocsp": {"ocsp": {"for-issuer": "root", "responder-cert": "ocsp", "signing-key": "ocsp"}},
                    "time-stamping": {
                        name: {"signing-key": name, "signing-cert": name} for name in ("tsa", "revoked", "expired")
                    },
                },
            }
        },
    }


def _certificate(name: str, validity: Config, extensions: list[Config]) -> Config:
    return {"subject": name, "issuer": "root", "validity": validity, "extensions": extensions}


def _leaf(name: str, validity: Config) -> Config:
    where = [
        {
            "id": "crl_distribution_points",
            "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": ["crl"]}},
        },
        {
            "id": "authority_information_access",
            "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["ocsp"]}},
        },
    ]
    return _certificate(name, validity, [_usage("digital_signature"), _purpose("time_stamping"), *where])


def _authority() -> Config:
    return {"id": "basic_constraints", "critical": True, "value": {"ca": True}}


def _usage(*uses: str) -> Config:
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(uses)}}


def _purpose(purpose: str) -> Config:
    return {"id": "extended_key_usage", "critical": True, "value": [purpose]}


def _revoked() -> Config:
    return {"revoked-since": "2024-01-01T00:00:00+0000", "reason": "key_compromise"}
