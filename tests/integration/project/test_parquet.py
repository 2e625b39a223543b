"""`sektoral parquet`: the whole bank, or what the public has of it, read back by another engine's reader."""

import importlib.util
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pyarrow import dataset

from sektoral.domain.numbers import plain_text
from sektoral.records.models import Observation
from tests.releasing import release, stored, table_of
from tests.rounds import Scene

pytestmark = pytest.mark.django_db


def read(folder: Path) -> list[dict[str, object]]:
    return list(dataset.dataset(folder, partitioning="hive").to_table().to_pylist())


def test_the_bank_comes_back_figure_by_figure_and_the_public_only_sees_what_is_released(tmp_path: Path) -> None:
    scene = Scene()
    stored(scene, "dinkes", start=1200)
    release(scene, table_of(scene, "dinkes"))
    call_command("parquet", tmp_path / "bank")
    assert [path.relative_to(tmp_path / "bank").parts for path in (tmp_path / "bank").rglob("*.parquet")] == [
        (f"office={scene.office.slug}", f"year={scene.period}", "part.parquet")
    ]
    rows = read(tmp_path / "bank")
    held = Observation.objects.filter(superseded_at=None).values_list(
        "table__code", "variable", "period", "text", "mark", "status", "version", "recorded_at"
    )
    names = ("table", "variable", "period", "text", "mark", "status", "version", "recorded_at")
    assert sorted(tuple(row[name] for name in names) for row in rows) == sorted(held)
    assert len({row["series"] for row in rows}) == len(rows)
    for row in rows:
        assert row["value"] is None or isinstance(row["value"], Decimal)
        assert row["text"] == ("" if row["value"] is None else plain_text(row["value"]))
    call_command("parquet", tmp_path / "open", released=True)
    open_rows = read(tmp_path / "open")
    assert {(row["table"], row["release"]) for row in open_rows} == {(table_of(scene, "dinkes").code, 1)}
    assert {str(row["text"]) for row in open_rows} == {
        str(row["text"]) for row in rows if row["table"] == table_of(scene, "dinkes").code
    }
    with pytest.raises(CommandError, match="sudah berisi"):
        call_command("parquet", tmp_path / "bank")


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CommandError, match=r"sektoral\[parquet\]"):
        call_command("parquet", tmp_path / "bank")
    assert list(tmp_path.iterdir()) == []
