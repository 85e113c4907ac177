from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.core.errors import BuilderError
from builder.store.manifest import LIST, Manifest, read_manifest

NAMES = st.sampled_from(["a", "b", "é", '"', "'", ",", "\n", "~", "]", "中", "a.b", "people", "Z"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
DIGESTS = st.sampled_from(["", "00", "ff" * 16])
CHANGES = st.lists(st.tuples(st.dictionaries(PATHS, DIGESTS, max_size=4), st.sets(PATHS, max_size=3)), max_size=5)


@given(st.dictionaries(PATHS, DIGESTS), CHANGES, st.booleans())
def test_a_manifest_is_the_same_whether_it_was_decoded_or_not(
    tmp_path_factory: pytest.TempPathFactory,
    entries: dict[str, str],
    changes: list[tuple[dict[str, str], set[str]]],
    decoded: bool,
) -> None:
    folder = tmp_path_factory.mktemp("site")
    file, aside = folder / LIST, folder / "aside"
    file.write_bytes(fresh(entries))
    manifest = Manifest(fresh(entries))

    for digests, gone in changes:
        if decoded:
            assert manifest.entries == entries
        assert manifest.of([*digests, *gone]) == {
            path: entries[path] for path in digests.keys() | gone if path in entries
        }
        manifest.update(digests, gone - digests.keys())
        entries = {path: key for path, key in entries.items() if path not in gone} | digests
        if len(entries) % 2:
            manifest.write(file, aside)
            assert file.read_bytes() == fresh(entries)

    manifest.write(file, aside)
    assert file.read_bytes() == fresh(entries)
    assert read_manifest(folder, "site").entries == entries


def test_digests_alone_are_written_in_place(tmp_path: Path) -> None:
    file, aside = tmp_path / LIST, tmp_path / "aside"
    file.write_bytes(fresh({"a": "00", "b": "01", "c": "02"}))
    manifest = read_manifest(tmp_path, "site", trusted=True)
    here = file.stat().st_ino

    manifest.update({"a": "03", "c": "04"})
    manifest.write(file, aside)
    assert (file.read_bytes(), file.stat().st_ino) == (fresh({"a": "03", "b": "01", "c": "04"}), here)

    manifest.update({"d": ""})
    manifest.write(file, aside)
    assert file.read_bytes() == fresh({"a": "03", "b": "01", "c": "04", "d": ""})
    assert file.stat().st_ino != here


def fresh(entries: Mapping[str, str]) -> bytes:
    rows = [msgspec.json.encode(pair) for pair in sorted(entries.items())]
    return b"\n".join([b'{"files":%d}' % len(entries), *rows, b""])


def test_a_path_that_leads_elsewhere_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / LIST).write_bytes(fresh({"a": "00", "../b": "00", ".git/c": "00"}))

    manifest = read_manifest(tmp_path, "site")

    assert manifest.entries == {"a": "00"}
    assert read_manifest(tmp_path, "site", trusted=True).of(["a", "../b", ".git/c"]) == {"a": "00"}


def test_the_manifest_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    (tmp_path / LIST).write_bytes(b'{"files":{"a":"00","b":"01"}}')

    manifest = read_manifest(tmp_path, "site")
    manifest.update({"b": "02"}, ["a"])

    manifest.write(tmp_path / LIST, tmp_path / "aside")
    assert (tmp_path / LIST).read_bytes() == fresh({"b": "02"})


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_a_manifest_that_lost_lines_is_refused(tmp_path: Path, lines: int) -> None:
    whole = fresh({"a": "00", "b": "01"}).splitlines(keepends=True)
    (tmp_path / LIST).write_bytes(b"".join(whole[:lines]))

    with pytest.raises(BuilderError, match=r"site/.dateline: Dateline's manifest cannot be read"):
        read_manifest(tmp_path, "site")
