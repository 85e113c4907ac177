import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.core.codec import NEAR, decode, digest, digest_at, encode
from builder.core.errors import BuilderError
from builder.core.kinds import EntityKind
from builder.core.values import Block, BlockKind, LocalEntity, Mark, MarkKind
from builder.store.memo import Cache

texts = st.text(st.characters(exclude_categories=["Cs"]))
marks = st.builds(Mark, st.integers(0, 99), st.integers(0, 99), st.sampled_from(MarkKind), texts)
blocks = st.builds(Block, st.sampled_from(BlockKind), texts, st.lists(marks).map(tuple), st.integers(0, 6))


@given(st.lists(blocks).map(tuple))
def test_what_is_stored_comes_back_equal(value: tuple[Block, ...]) -> None:
    assert decode(encode(value), tuple[Block, ...]) == value


@given(st.binary())
def test_noise_is_no_value_or_a_whole_one(raw: bytes) -> None:
    value = decode(raw, Block)

    assert value is None or isinstance(value, Block)


def test_the_order_of_parts_is_part_of_a_digest() -> None:
    assert digest("a", "b") != digest("b", "a") != digest("ab")


def test_a_cache_remembers_over_processes(tmp_path: Path) -> None:
    local = LocalEntity(EntityKind.PERSON, "Kim Jong Un")
    cache = Cache(tmp_path / "cache.db")
    cache.put(b"key", local)
    cache.close()

    again = Cache(tmp_path / "cache.db")

    assert again.get(b"key", LocalEntity) == local
    assert again.get(b"other", LocalEntity) is None
    assert again.get(b"key", Block) is None
    again.close()


@pytest.mark.parametrize("raw", [b"noise" * 1000, b"SQLite format 3\0" + b"\xff" * 5000, b""])
def test_a_damaged_cache_is_thrown_away(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "cache.db").write_bytes(raw)

    cache = Cache(tmp_path / "cache.db")

    assert cache.get(b"key", Block) is None
    cache.put(b"key", Block(BlockKind.TITLE, "x"))
    cache.close()


def test_a_truncated_cache_is_thrown_away(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.db")
    for i in range(1000):
        cache.put(str(i).encode(), "x" * 100)
    cache.close()
    raw = (tmp_path / "cache.db").read_bytes()
    (tmp_path / "cache.db").write_bytes(raw[: len(raw) // 2])

    again = Cache(tmp_path / "cache.db")

    assert again.get(b"1", str) is None
    again.close()


def test_noise_is_never_taken_for_a_value(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.db")
    cache.put(b"key", 41)
    cache.close()
    with closing(sqlite3.connect(tmp_path / "cache.db")) as db, db:
        db.execute("UPDATE memo SET value = ? || substr(value, 2)", (b"*",))

    again = Cache(tmp_path / "cache.db")

    assert again.get(b"key", int) is None
    assert again.get_all([b"key"], int) == {}
    again.close()


def test_a_cache_of_another_layout_is_replaced(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "cache.db")) as db, db:
        db.execute("CREATE TABLE memo (key TEXT, value TEXT, version INT)")

    cache = Cache(tmp_path / "cache.db")

    cache.put(b"key", Block(BlockKind.TITLE, "x"))
    cache.commit()
    assert cache.get(b"key", Block) == Block(BlockKind.TITLE, "x")
    cache.close()


def test_a_cache_that_cannot_be_opened_is_named_and_stays(tmp_path: Path) -> None:
    (tmp_path / "cache.db").mkdir()

    with pytest.raises(BuilderError, match=r"cache\.db: cannot be written: unable to open database file") as caught:
        Cache(tmp_path / "cache.db")

    assert caught.value.status == 3
    assert (tmp_path / "cache.db").is_dir()


def test_noise_that_no_message_can_quote_is_damage_too(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.db")
    cache.put(b"key", 1)
    cache.close()
    raw = (tmp_path / "cache.db").read_bytes()
    (tmp_path / "cache.db").write_bytes(
        raw.replace(b"memomemo\x03CREATE TABLE", b"\x84\x84\x84\x84memo\x03CREATE NOISE")
    )

    again = Cache(tmp_path / "cache.db")

    assert again.get(b"key", int) is None
    again.close()


def test_a_cache_in_a_format_of_the_future_is_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    with closing(Cache(path)) as cache:
        cache.put(b"key", "value")
    raw = bytearray(path.read_bytes())
    raw[44:48] = (99).to_bytes(4, "big")  # The number of the schema's format, https://www.sqlite.org/fileformat2.html.
    path.write_bytes(raw)

    with closing(Cache(path)) as cache:
        assert cache.get(b"key", str) is None


def test_digests_of_one_place_begin_alike_and_differ_otherwise() -> None:
    one, two = digest_at("2018/talks.md", "text"), digest_at("2018/talks.md", "other")
    elsewhere = digest_at("2018/flood.md", "text")

    assert len(one) == len(digest())
    assert one[:NEAR] == two[:NEAR] != elsewhere[:NEAR]
    assert len({one[NEAR:], two[NEAR:]}) == 2
    assert one == digest_at("2018/talks.md", "text")
