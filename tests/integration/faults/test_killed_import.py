"""A process that is killed while it stores old years: nothing is half done, and the same file is stored afterwards."""

import os
import signal
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.db import connection

from sektoral.project.invariants.imports import check_imports
from sektoral.records.models import BulkImport, Event, Holding, Observation
from tests.offices import make_tiny_office
from tests.old_years import NOW, YEARS, a_table, brought, rows_of, sheet, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("many_connections")]
POINTS = (
    "sektoral.bank.actions.importing.journal.append",  # decided, and nobody was told
    "sektoral.bank.actions.importing.pour",  # told, and no figure is there
    "sektoral.bank.actions.importing.recount",  # every figure is there, and none is counted
)


def killed(deed: Callable[[], object], *, at: str) -> None:
    """This will do it in a process of its own that is killed at the first call of the function named `at`."""
    connection.close()
    pid = os.fork()
    if pid == 0:
        with patch(at, side_effect=lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)):
            deed()
        os._exit(1)  # it never got there
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("point", POINTS)
def test_an_import_is_stored_wholly_or_not_at_all(point: str) -> None:
    office = make_tiny_office()
    imported = brought(a_table(office), sheet(rows_of(YEARS)))
    killed(lambda: stored(imported), at=point)
    assert not Observation.objects.exists()
    assert not Holding.objects.exists()
    assert not Event.objects.filter(kind="import.stored").exists()
    assert BulkImport.objects.get().state == "awaiting_decision"
    assert stored(imported) == 8
    assert list(check_imports(office, NOW)) == []
