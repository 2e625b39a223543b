"""The limits of the sandbox come from the environment, and a wrong one keeps the installation from starting."""

import pytest

from sektoral.adapters.sandbox.caps import AGENCY, BULK, Limits
from sektoral.project.env import BadSetting, Env
from sektoral.project.sandbox_limits import limits_of


def test_nothing_set_means_the_usual_limits() -> None:
    assert limits_of(Env({})) == Limits()


def test_single_limits_are_changed_by_name() -> None:
    limits = limits_of(
        Env({
            "SEKTORAL_SANDBOX_AT_ONCE": "4",
            "SEKTORAL_SANDBOX_PATIENCE": "0.5",
            "SEKTORAL_AGENCY_CAPS": "rows=30000, cpu_seconds=9",
            "SEKTORAL_BULK_CAPS": "rows=400000",
        })
    )  # fmt: skip
    assert (limits.at_once, limits.patience) == (4, 0.5)
    assert (limits.agency.rows, limits.agency.cpu_seconds, limits.agency.cells) == (30_000, 9, AGENCY.cells)
    assert (limits.bulk.rows, limits.bulk.cells) == (400_000, BULK.cells)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SEKTORAL_SANDBOX_AT_ONCE", "0"),
        ("SEKTORAL_SANDBOX_AT_ONCE", "two"),
        ("SEKTORAL_SANDBOX_PATIENCE", "-1"),
        ("SEKTORAL_SANDBOX_PATIENCE", "nan"),
        ("SEKTORAL_AGENCY_CAPS", "wings=2"),
        ("SEKTORAL_BULK_CAPS", "rows=many"),
    ],
)
def test_what_makes_no_sense_is_told(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match="SEKTORAL_"):
        limits_of(Env({name: text}))
