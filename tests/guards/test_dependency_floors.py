"""What an installation runs is no older than what closed the holes known when this was written (security.md, 5.4).

The table stands here by hand: no database of advisories can be asked without a network. Raise a floor when an advisory
names a version; a real audit (`pip-audit` or OSV) belongs to the owner's CI.
"""

import json
from importlib import metadata

import openpyxl
import pytest
from packaging.version import Version

from tests.sbom import SBOM, pins, written

FLOORS = {
    "django": "5.2.19",  # CVE-2026-35192 (session fixation), -87975 (formset PK), -108147 (multipart), -7666 (STARTTLS)
    "pyhanko": "0.36.2",  # signature fields that reuse old signature objects
    "openpyxl": "3.1.5",
    "defusedxml": "0.7.1",  # CVE-2017-5992: openpyxl uses it only where it is installed
    "lxml": "6.1",
    "cryptography": "50",
    "django-allauth": "65.21",
    "argon2-cffi": "25.1",
    "django-csp": "4.0",
}
IF_THERE = {"pypdf": "7.1", "gunicorn": "23", "pyasn1": "0.6.4"}  # not wanted; never an older one all the same
ABSENT = ("pypdf", "gunicorn", "fastexcel", "pandas")  # refused for good reasons: DESIGN, 10


@pytest.mark.parametrize(("name", "floor"), FLOORS.items(), ids=FLOORS)
def test_the_lock_and_what_is_installed_are_not_below_the_floor(name: str, floor: str) -> None:
    assert Version(pins()[name]) >= Version(floor)
    assert Version(metadata.version(name)) >= Version(floor)


@pytest.mark.parametrize(("name", "floor"), IF_THERE.items(), ids=IF_THERE)
def test_what_comes_with_others_is_not_below_its_floor_either(name: str, floor: str) -> None:
    assert Version(pins().get(name, floor)) >= Version(floor)


def test_what_was_refused_is_not_there() -> None:
    assert [name for name in ABSENT if name in pins()] == []


def test_every_pin_carries_hashes() -> None:
    from tests.sbom import LOCK

    lines = LOCK.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line and line[0].isalnum()]
    assert len(starts) == len(pins())
    assert [lines[number] for number in starts if "--hash=sha256:" not in lines[number + 1]] == []


def test_openpyxl_reads_xml_through_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML is True


def test_geography_of_django_with_its_own_holes_is_not_installed() -> None:
    from django.conf import settings

    assert not [app for app in settings.INSTALLED_APPS if app.startswith("django.contrib.gis")]


def test_the_bill_of_materials_lists_what_the_lock_pins() -> None:
    bill = json.loads(SBOM.read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "sektoral"
    assert {one["name"]: one["version"] for one in bill["components"]} == pins(), "stale: run make sbom"
    assert "https://pypi" not in SBOM.read_text(encoding="utf-8")


def test_the_bill_of_materials_is_what_cyclonedx_writes_today() -> None:
    assert SBOM.read_text(encoding="utf-8") == written(), "stale: run make sbom"
