"""The cast of the tests: names, roles and seats, all invented. One row a person; the key is how tests call them."""

from sektoral.domain.roles import Role
from sektoral.setup.facts import PersonFact

STAFF: dict[str, tuple[str, Role, str]] = {  # key: name, role, printed title
    "kadis": ("Contoh Kadis", Role.KADIS, "Kepala Dinas"),
    "kabid": ("Contoh Kabid", Role.KABID, "Kepala Bidang Statistik"),
    "sukor": ("Contoh Sukor", Role.SUKOR, "Sub Koordinator Pengumpulan dan Pengolahan Data"),
    "jp1": ("Contoh Pelaksana Satu", Role.JP, "Pelaksana Bidang Statistik"),
    "jp2": ("Contoh Pelaksana Dua", Role.JP, "Pelaksana Bidang Statistik"),
    "admin": ("Contoh Admin", Role.ADMIN, "Pengelola Sistem Informasi"),
    "auditor": ("Contoh Auditor", Role.AUDITOR, "Auditor"),
    "bps": ("Contoh Pembina Data", Role.STEWARD, "Statistisi BPS"),
    "forum": ("Contoh Forum Satu Data", Role.FORUM, "Sekretaris Forum Satu Data"),
}


def staff(domain: str) -> tuple[PersonFact, ...]:
    """This will seat the whole staff of an office; e-mail addresses are `<key>@<domain>`."""
    return tuple(
        PersonFact(
            key=key,
            name=name,
            email=f"{key}@{domain}",
            role=role,
            agency="",
            title=title,
            rank="Pangkat (contoh)",
            nip="NIP (contoh)",
        )
        for key, (name, role, title) in STAFF.items()
    )
