"""Every address with what its ids name, so that it can be tried with the ids of somebody else."""

import re
from collections.abc import Callable, Iterator, Sequence

from django.db import models

from sektoral.records.models import (
    Agency,
    ApiKey,
    Assignment,
    BulkImport,
    Code,
    Codelist,
    Contradiction,
    ContradictionSide,
    DataList,
    HandDelivery,
    Invitation,
    KeptMapping,
    Letter,
    Message,
    MetadataForm,
    Mute,
    Observation,
    PartialUpload,
    Person,
    Release,
    Remark,
    Request,
    Rerun,
    Round,
    Rule,
    Sop,
    StoredFile,
    Submission,
    SubmissionItem,
    Table,
    Variable,
)
from tests.addresses import every_address

PLACES: dict[str, type[models.Model]] = {  # what the first id of an address names; the longest beginning counts
    "/papan/putaran/": Round,
    "/papan/sop/": Sop,
    "/langkah-1/": Round,
    "/langkah-1/permintaan/": Request,
    "/langkah-2/": Round,
    "/langkah-3/": Request,
    "/langkah-3/pemetaan/": KeptMapping,
    "/langkah-3/pengingat/": Round,
    "/langkah-4/": Submission,
    "/langkah-4/pertentangan/": Contradiction,
    "/langkah-4/pembina/": SubmissionItem,
    "/langkah-5/": Round,
    "/surat/": Letter,
    "/surat/ekspedisi/bukti/": HandDelivery,
    "/pengaturan/akun/": Person,
    "/pengaturan/penugasan/": Assignment,
    "/bank-data/tabel/": Table,
    "/bank-data/angka/": Observation,
    "/bank-data/impor/": BulkImport,
    "/bank-data/rilis/": Release,
    "/bank-data/rilis/<uuid:key>/<str:period>/": Table,
    "/pengaturan/sop/": Sop,
    "/pengaturan/aturan/": Rule,
    "/pengaturan/aturan/tabel/": Table,
    "/pengaturan/aturan/bisu/": Mute,
    "/pengaturan/aturan/ulang/": Rerun,
    "/pengaturan/kontak/": Agency,
    "/pengaturan/kunci-api/": ApiKey,
    "/pengaturan/kontak/undangan/": Invitation,
    "/pengaturan/tabel/baru/": Submission,
    "/pesan/": Message,
    "/metadata/opd/": Agency,
    "/metadata/versi/": MetadataForm,
    "/metadata/standar/": Variable,
    "/metadata/kode/": Codelist,
    "/metadata/kode/akhiri/": Code,
    "/metadata/catatan/": Remark,
    "/metadata/catatan/baru/": Table,
    "/metadata/pembanding/": Table,
    "/metadata/daftar-data/": DataList,
    "/akun/undangan/": Invitation,
}
BESIDE: dict[str, type[models.Model]] = {
    "asked": Request,
    "file": StoredFile,
    "letter": Letter,
    "person": Person,
    "side": ContradictionSide,
    "submission": Submission,
    "upload": PartialUpload,
}
BY_NO_ID = (  # these name nothing of an office by its id: public by a token, an act by its word, an own key, a job
    "/^[vV]/",
    "/akun/2fa/",
    "/akun/sesi/",  # of who asks
    "/akun/undangan/<str:token>/",
    "/surat/antrean/hasil/",
    "/papan/jurnal/pekerjaan/",
    "/data/",  # public, by the office's name
    "/bank-data/variabel/",  # of the own office, by code
    "/bank-data/e-walidata/",
    "/epss/",
)
OF_AGENCIES = (
    "/surat/",
    "/langkah-1/permintaan/",
    "/langkah-3/",
    "/langkah-4/",
    "/pengaturan/kontak/",
    "/pesan/",
    "/metadata/opd/",
    "/metadata/versi/",
)
_FIELD = re.compile(r"<(\w+):(\w+)>")
Pick = Callable[[type[models.Model]], Sequence[models.Model]]


def filled(pick: Pick, *begins: str) -> Iterator[str]:
    """Every address that begins so and names something by its id, for each thing that is picked."""
    for address, _ in every_address():
        place = max((one for one in PLACES if address.startswith(one)), key=len, default="")
        fields = _FIELD.findall(address)
        if not address.startswith(begins) or address.startswith(BY_NO_ID) or not place or not names(address):
            continue
        for thing in pick(PLACES[place]):
            values = {name: _value(name, thing, pick) for _, name in fields}
            yield _FIELD.sub(lambda field, values=values: values[field[2]], address)  # type: ignore[misc]


def names(address: str) -> bool:
    """This will tell whether an address names something by its id."""
    return any(kind in ("uuid", "int", "str") for kind, _ in _FIELD.findall(address))


def _value(name: str, thing: models.Model, pick: Pick) -> str:
    fixed = {"number": "1", "sheet": "T01", "region": "0", "form": "kegiatan", "about": "kompilasi"}
    fixed |= {"period": "2025", "entry": "T1/V1"}
    if name in fixed:
        return fixed[name]
    return str(pick(BESIDE[name])[0].pk if name in BESIDE else thing.pk)
