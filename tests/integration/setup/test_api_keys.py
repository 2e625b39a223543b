"""Keys for programs: made by the administrator alone, within bounds, listed and revoked."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.project.logs import redact
from sektoral.records.models import ApiKey
from sektoral.setup.actions.api_keys import NewKey, make_api_key, revoke_api_key
from tests.offices import make_tiny_office
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db


def make(scene: Scene, *, key: str = "admin", name: str = "Portal", days: int = 30, per_minute: int = 60,
         scopes: Collection[str] = ("bank:read",)) -> str:  # fmt: skip
    new = NewKey(name, scopes, per_minute, scene.now + timedelta(days=days))
    return make_api_key(new, by=scene.by(key), at=scene.now)


def test_a_key_is_kept_as_a_digest_and_struck_out_of_logs() -> None:
    scene = Scene()
    text = make(scene)
    kept = ApiKey.objects.get()
    assert text.startswith(kept.prefix)
    assert text not in repr(ApiKey.objects.values().get())
    for line in (f"GET /api/v1/x?k={text}", f"Authorization: Bearer {text}", f"kunci {text} ditolak"):
        assert text[-32:] not in redact(line)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"name": " "}, "api_key_name_missing"),
        ({"scopes": ()}, "api_key_scopes_missing"),
        ({"scopes": ("bank:write",)}, "api_key_scope_unknown"),
        ({"per_minute": 0}, "api_key_limit"),
        ({"per_minute": 10_000}, "api_key_limit"),
        ({"days": 0}, "api_key_ends_in_past"),
        ({"days": 367}, "api_key_lives_too_long"),
    ],
)
def test_a_key_out_of_bounds_is_refused(parts: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        make(Scene(), **parts)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_only_the_administrator_makes_and_revokes() -> None:
    scene = Scene()
    make(scene)
    kept = ApiKey.objects.get()
    with pytest.raises(Refused):
        make(scene, key="kadis")
    with pytest.raises(Refused):
        revoke_api_key(kept, by=scene.by("kadis"), at=scene.now)
    other = Scene(make_tiny_office(slug="lain"))
    with pytest.raises(NotFound):
        revoke_api_key(kept, by=other.by("admin"), at=scene.now)
    revoke_api_key(kept, by=scene.by("admin"), at=scene.now)
    with pytest.raises(WrongState):
        revoke_api_key(kept, by=scene.by("admin"), at=scene.now)


def test_the_page_shows_a_new_key_once_lists_and_revokes_it() -> None:
    scene = Scene()
    given = {"name": "Portal Bappeda", "scopes": ["bank:read"], "expires_on": "2027-01-31", "per_minute": "60"}
    with visiting(scene, "admin") as client:
        page = client.post("/pengaturan/kunci-api/", given)
        kept = ApiKey.objects.get()
        assert f"{kept.prefix}_" in page.content.decode()
        assert page.headers["Cache-Control"] == "no-store"
        listed = client.get("/pengaturan/kunci-api/").content.decode()
        assert "Portal Bappeda" in listed
        assert f"{kept.prefix}_" not in listed
        assert client.post(f"/pengaturan/kunci-api/{kept.pk}/cabut/").status_code == 302
        assert "Dicabut" in client.get("/pengaturan/kunci-api/").content.decode()
        assert client.post("/pengaturan/kunci-api/", {**given, "expires_on": "2029-01-01"}).status_code == 422
    with visiting(scene, "jp1") as client:
        assert client.get("/pengaturan/kunci-api/").status_code == 403
