"""A rehearsal's time reaches the pages; a server without one never looks for it."""

from pathlib import Path

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from sektoral.project.middleware import pretended_time


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.at))  # type: ignore[attr-defined]


def test_a_page_is_made_at_the_rehearsals_time(settings: Settings, tmp_path: Path) -> None:
    settings.REHEARSAL_CLOCK = tmp_path / "clock"
    settings.REHEARSAL_CLOCK.write_text("2026-11-23T08:00:00+07:00")
    assert pretended_time(_answer)(RequestFactory().get("/")).content == b"2026-11-23 08:00:00+07:00"


def test_without_a_rehearsal_the_machines_time_stands(settings: Settings) -> None:
    settings.REHEARSAL_CLOCK = None
    with pytest.raises(MiddlewareNotUsed):
        pretended_time(_answer)
