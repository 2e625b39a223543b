"""Which bucket keeps the files: only one that is reached safely, by keys that nobody else may read."""

from pathlib import Path

import pytest

from sektoral.project.buckets import bucket_of
from sektoral.project.env import BadSetting, Env

SET = {
    "SEKTORAL_S3_BUCKET": "sektoral",
    "SEKTORAL_S3_ENDPOINT": "https://s3.contoh.go.id/",
    "SEKTORAL_S3_KEYS": "kunci-s3",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "kunci-s3").write_text("AKUN\nrahasia\n")
    (tmp_path / "kunci-s3").chmod(0o600)
    return tmp_path


def test_without_a_bucket_files_stay_on_the_disk(root: Path) -> None:
    assert bucket_of(Env({}), root, root / "var") is None


def test_a_bucket_is_read_with_its_keys(root: Path) -> None:
    bucket = bucket_of(Env(SET), root, root / "var")
    assert bucket is not None
    assert (bucket.endpoint, bucket.name, bucket.key, bucket.secret) == (
        "https://s3.contoh.go.id",
        "sektoral",
        "AKUN",
        "rahasia",
    )
    assert (bucket.cache, bucket.cache_bytes) == (root / "var" / "file-copies", 2 << 30)
    assert "rahasia" not in repr(bucket)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SEKTORAL_S3_ENDPOINT": ""}, "SEKTORAL_S3_ENDPOINT"),
        ({"SEKTORAL_S3_ENDPOINT": "http://s3.contoh.go.id"}, "SEKTORAL_S3_ENDPOINT"),
        ({"SEKTORAL_S3_ENDPOINT": "http://127.0.0.1.contoh.go.id"}, "SEKTORAL_S3_ENDPOINT"),
        ({"SEKTORAL_S3_KEYS": ""}, "SEKTORAL_S3_KEYS"),
        ({"SEKTORAL_S3_KEYS": "tidak-ada"}, "SEKTORAL_S3_KEYS"),
        ({"SEKTORAL_S3_CACHE_MB": "1"}, "SEKTORAL_S3_CACHE_MB"),
    ],
)
def test_what_is_missing_or_unsafe_is_refused_by_name(root: Path, change: dict[str, str], named: str) -> None:
    with pytest.raises(BadSetting, match=named):
        bucket_of(Env({**SET, **change}), root, root / "var")


def test_keys_that_others_may_read_are_refused(root: Path) -> None:
    (root / "kunci-s3").chmod(0o640)
    with pytest.raises(BadSetting, match="others may read"):
        bucket_of(Env(SET), root, root / "var")


def test_a_file_of_another_shape_holds_no_keys(root: Path) -> None:
    (root / "kunci-s3").write_text("AKUN")
    with pytest.raises(BadSetting, match="two lines"):
        bucket_of(Env(SET), root, root / "var")
