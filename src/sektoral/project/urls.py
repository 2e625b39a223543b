"""Every address, slice by slice. What a slice answers to stands in its own `urls.py`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from sektoral.portal.views import robots
from sektoral.project.health import healthz, read_metrics, readyz

# (prefix, slice); the five steps in the order of the SOP
SLICES = (
    ("", "board"),
    ("langkah-1/", "steps.step1_request"),
    ("langkah-2/", "steps.step2_distribute"),
    ("langkah-3/", "steps.step3_submit"),
    ("langkah-4/", "steps.step4_check"),
    ("langkah-5/", "steps.step5_report"),
    ("surat/", "letters"),
    ("bank-data/", "bank"),
    ("pesan/", "outbox"),
    ("pengaturan/", "setup"),
    ("data/", "portal"),
    ("metadata/", "metadata"),
    ("epss/", "assessment"),
    ("api/v1/", "api"),
    ("akun/", "accounts"),
    ("_gaya/", "ui"),
)


def _slices() -> list[URLResolver]:
    return [
        path(prefix, include(f"sektoral.{name}.urls")) for prefix, name in SLICES if find_spec(f"sektoral.{name}.urls")
    ]


handler500 = "sektoral.project.incidents.broken_down"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", read_metrics, name="metrics"),
    path("robots.txt", robots, name="robots"),
    *_slices(),
    re_path("^[vV]/", include("sektoral.verify.urls")),  # a QR code is in capitals
    path("akun/", include("allauth.urls")),
]
