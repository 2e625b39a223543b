"""What is released stands on the configured portal too, once, and goes out of sight when it is withdrawn."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import override_settings

from sektoral.api.actions.pushing import note_ended_embargoes, show_on_portal
from sektoral.domain.errors import Unavailable
from sektoral.domain.states import ReleaseState
from sektoral.records.models import Event, PortalPush, Release
from tests.canaries import everything_kept, places_of
from tests.ckan import ORGANISATION, TOKEN, Day, Portal, open_portal
from tests.releasing import release as let_out
from tests.releasing import table_of
from tests.rounds import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal() -> Iterator[Portal]:
    with (
        open_portal() as portal,
        override_settings(CKAN_URL=portal.url, CKAN_TOKEN=TOKEN, CKAN_ORGANISATION=ORGANISATION),
    ):
        yield portal


def test_without_a_portal_nothing_leaves(released: Scene) -> None:
    show_on_portal(Release.objects.get(), at=released.now)
    assert not PortalPush.objects.exists()


def test_a_release_is_shown_once_and_withdrawn_with_it(released: Scene, portal: Portal) -> None:
    release = Release.objects.select_related("office", "agency").get()
    for _ in range(2):
        show_on_portal(release, at=released.now)
    (package,) = portal.packages.values()
    assert {one["format"] for one in package["resources"]} >= {"CSV", "XLSX"}
    assert all(f"/releases/{release.period}/1?format=" in one["url"] for one in package["resources"])
    assert PortalPush.objects.get().remote_id == package["id"]
    assert Event.objects.filter(kind="release.pushed").count() == 1
    assert places_of(TOKEN, everything_kept()) == []
    Release.objects.filter(pk=release.pk).update(
        state=ReleaseState.WITHDRAWN, withdrawn_at=released.now, withdrawn_by=release.planned_by,
        withdrawn_reason="Salah satuan.",
    )  # fmt: skip
    show_on_portal(Release.objects.get(), at=released.now)
    (package,) = portal.packages.values()
    assert (package["private"], package["resources"]) == (True, [])


def test_a_portal_in_trouble_leaves_the_release_to_be_tried_again(released: Scene, portal: Portal) -> None:
    portal.day = Day.BROKEN
    with pytest.raises(Unavailable):
        show_on_portal(Release.objects.get(), at=released.now)
    assert not PortalPush.objects.exists()
    portal.day = Day.GOOD
    show_on_portal(Release.objects.get(), at=released.now)
    assert PortalPush.objects.exists()


def test_under_an_embargo_nothing_leaves_until_the_clock_ends_it(released: Scene, portal: Portal) -> None:
    begun = released.now
    hidden = let_out(released, table_of(released, "disdik"), embargo=timedelta(hours=1))
    show_on_portal(hidden, at=released.now)
    released.settle()
    assert (portal.packages, PortalPush.objects.count()) == ({}, 0)
    released.later(hours=2)
    for _ in range(2):
        released.settle()
    (package,) = portal.packages.values()
    assert hidden.code in {one["value"] for one in package["extras"]}
    assert PortalPush.objects.get().release_id == hidden.pk
    assert Event.objects.filter(kind="release.embargo_ended").count() == 1
    assert note_ended_embargoes(at=released.now) == 0
    released.now = begun
