"""Logos: any picture that a firm has becomes a small clean PNG, and what is none is refused by its content."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from reports import logo
from reports.logo import BOX, LogoError, is_prepared, prepared


def saved(picture: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def half(mode: str = "RGB") -> Image.Image:
    """Dark to the left, light to the right."""
    picture = Image.new("RGB", (80, 40), "white")
    picture.paste((10, 60, 60), (0, 0, 40, 40))
    return picture.convert(mode)


PICTURES: Mapping[str, bytes] = {
    "RGB": saved(half()),
    "grey": saved(half("L")),
    "one bit": saved(half("1")),
    "palette": saved(half("P")),
    "16-bit grey": saved(Image.fromarray(np.array([[2_000] * 40 + [65_535] * 40] * 40, "uint16"))),
    "JPEG": saved(half(), "JPEG", quality=95),
    "CMYK JPEG": saved(half("CMYK"), "JPEG", quality=95),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_every_kind_of_picture_is_printed_as_it_looks(kind: str) -> None:
    done = opened(prepared(PICTURES[kind])).convert("L")
    assert done.size == (80, 40)
    assert done.getpixel((5, 20)) < 90
    assert done.getpixel((75, 20)) > 240


def test_what_is_transparent_is_white_on_paper() -> None:
    assert (
        opened(prepared(saved(Image.new("RGBA", (9, 9), (0, 0, 0, 0))))).convert("RGB").getpixel((4, 4)) == (255,) * 3
    )


def test_a_large_one_is_made_small_in_its_own_shape() -> None:
    done = prepared(saved(Image.new("RGB", (3000, 400), "teal")))
    assert opened(done).size == (600, 80)
    assert is_prepared(done)


def test_a_photograph_is_small_too() -> None:
    noise = Image.effect_noise((1200, 600), 80).convert("RGB")
    done = prepared(saved(noise, "JPEG"))
    assert opened(done).size == BOX
    assert len(done) < logo.LARGEST_PREPARED
    assert is_prepared(done)


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(prepared(saved(half(), "JPEG", exif=exif))).size == (40, 80)


def test_nothing_but_pixels_is_kept_and_the_same_file_gives_the_same_bytes() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Anna Secret")
    done = prepared(saved(half(), pnginfo=told, dpi=(72, 72)))
    assert b"Secret" not in done
    assert opened(done).info == {}
    assert prepared(saved(half())) == done


def claiming(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that says how large it is, and holds nothing of it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


REFUSED: Mapping[str, tuple[bytes, str]] = {
    "nothing": (b"", "no PNG and no JPEG"),
    "text": (b"logo.png", "no PNG and no JPEG"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "no PNG and no JPEG"),
    "HTML": (b"<!doctype html><img src=x>", "no PNG and no JPEG"),
    "GIF": (saved(half(), "GIF"), "no PNG and no JPEG"),
    "TIFF": (saved(half(), "TIFF"), "no PNG and no JPEG"),
    "cut": (saved(half())[:-60], "no PNG and no JPEG"),
    "cut JPEG": (saved(half(), "JPEG")[:300], "no PNG and no JPEG"),
    "5 MB": (b"\x89PNG\r\n\x1a\n" + bytes(5_000_000), "at most 5 MB"),
    "a bomb": (claiming(50_000, 50_000), "more than 40 million pixels"),
    "a bomb of one line": (claiming(2**31 - 1, 1), "more than 40 million pixels"),
    "no width": (claiming(0, 10), "no PNG and no JPEG"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_printed_is_refused_by_its_content(kind: str) -> None:
    data, reason = REFUSED[kind]
    with pytest.raises(LogoError, match=reason):
        prepared(data)


@pytest.mark.parametrize("data", [saved(half(), "JPEG"), claiming(601, 10), claiming(10, 301), b"", bytes(400_000)])
def test_a_logo_from_elsewhere_is_not_taken_for_a_prepared_one(data: bytes) -> None:
    assert not is_prepared(data)


def test_a_sound_head_says_nothing_of_the_body() -> None:
    whole = prepared(saved(Image.effect_noise((80, 40), 90).convert("RGB")))
    assert is_prepared(whole)
    assert not is_prepared(whole[: len(whole) // 2])
