"""JSON files that can be checked: a checksum that anybody can compute, the same bytes, and strict reading."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scoring.jsonfile import checksum_of, parsed, written


def test_the_checksum_is_that_of_sorted_names_without_spaces_in_ascii() -> None:
    """Written down here, so that files of today are known tomorrow and by other programs."""
    expected = hashlib.sha256(b'{"a":[1,2.5],"b":"\\u00fc","c":{"x":null,"y":true}}').hexdigest()
    assert checksum_of({"c": {"y": True, "x": None}, "b": "ü", "a": (1, 2.5)}) == expected


def test_a_file_is_readable_and_comes_back() -> None:
    assert written({"name": "Café", "n": [1]}) == '{\n "name": "Café",\n "n": [\n  1\n ]\n}\n'.encode()


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_never_written(number: float) -> None:
    for write in (written, checksum_of):
        with pytest.raises(ValueError, match="not JSON compliant"):
            write({"n": number})


@pytest.mark.parametrize(
    ("text", "said"),
    [(b'{"a": 1, "b": {"c": 1, "c": 2}}', "name twice: c"), (b'{"a": NaN}', "no number: NaN"),
     (b'{"a": -Infinity}', "no number: -Infinity"), (b"[" * 100_000, "nested too deeply"), (b'{"a": "\xff"}', "utf-8"),
     (b"{", "Expecting")],
)  # fmt: skip
def test_reading_is_strict(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(text)
    with pytest.raises(ValueError, match=said):
        parsed(path)
