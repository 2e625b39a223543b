"""What `sektoral serve` says before it serves."""

import pytest
from pytest_django.fixtures import Settings

from sektoral.domain.papers import SigningService
from sektoral.project.management.commands.serve import warn_of_test_certificate
from sektoral.records.models import Office
from tests.offices import make_two_offices

pytestmark = pytest.mark.django_db


def test_a_server_that_signs_with_the_test_certificate_says_so_once(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    make_two_offices()
    settings.DEMO = False
    warn_of_test_certificate()
    assert [(record.levelname, "mungil, seberang" in record.getMessage()) for record in caplog.records] == [
        ("WARNING", True)
    ]


def test_a_server_that_may_not_sign_so_says_that_its_letters_wait(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    make_two_offices()
    settings.DEMO = settings.TEST_SIGNATURES = False
    warn_of_test_certificate()
    assert ["cannot be signed" in record.getMessage() for record in caplog.records] == [True]


def test_a_demo_and_an_office_that_signs_through_bsre_are_not_warned_of(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    make_two_offices()
    settings.DEMO = True
    warn_of_test_certificate()
    settings.DEMO = False
    Office.objects.update(signing_service=SigningService.BSRE_V2)
    warn_of_test_certificate()
    assert caplog.records == []
