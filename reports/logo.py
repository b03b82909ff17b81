"""A logo made ready for print: whatever was handed in becomes a small clean PNG, or is refused with the reason."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from scoring.messages import N_, Message, Problem, WaymarkError

BOX = (600, 300)
"""Most pixels of width and height: 300 to the inch where a logo is largest on a page."""

LARGEST_FILE = 5_000_000
MOST_PIXELS = 40_000_000
"""What may be handed in: bytes, and width x height. A file of a few kB can claim a picture that fills the memory."""

LARGEST_TRUE_COLOUR = 60_000
"""Bytes; a logo that is larger than this in all its colours (a photograph, noise around edges) gets 256."""

LARGEST_PREPARED = 300_000
"""Bytes; ``BOX`` in 256 colours takes less, whatever it shows."""

TOO_LARGE = N_("The logo has {size} MB. Take a file of at most 5 MB.")
NO_PICTURE = N_("The logo is no PNG and no JPEG that can be read, whatever its name says. Save it as one of the two.")
TOO_MANY_PIXELS = N_("The logo has more than 40 million pixels. Take a smaller one: {width} × {height} are printed.")
_BOXED = {"width": BOX[0], "height": BOX[1]}
NOT_PREPARED = N_("This is no logo as Waymark prints it.")


class LogoError(WaymarkError):
    """A file that cannot be used as a logo; ``problems`` says why."""


def prepared(data: bytes) -> bytes:
    """The picture as PNG of at most ``BOX`` pixels, on white, with nothing in it but pixels.

    What it is, is told by its content and never by a name. The same bytes give the same bytes. Raises ``LogoError`` for
    what is no PNG and no JPEG, is broken, or claims more than can be.
    """
    if len(data) > LARGEST_FILE:
        raise _refused(TOO_LARGE, size=f"{len(data) / 1_000_000:.1f}")
    picture = _opened(data)
    if picture.width * picture.height > MOST_PIXELS:
        raise _refused(TOO_MANY_PIXELS, **_BOXED)
    return _as_png(_shrunk(picture))


def is_prepared(data: bytes) -> bool:
    """Whether this can have come from ``prepared``, so that drawing it is cheap whoever sent it."""
    if len(data) > LARGEST_PREPARED:
        return False
    try:
        picture = _opened(data, "PNG")
        if picture.width > BOX[0] or picture.height > BOX[1] or picture.mode not in ("RGB", "P"):
            return False
        picture.load()
    except Exception:  # as below: a sound head says nothing of the body
        return False
    return True


def _refused(text: str, **told: object) -> LogoError:
    return LogoError([Problem("logo", Message(text, told))])


def _opened(data: bytes, *formats: str) -> Image.Image:
    """The picture, of which only the head is read so far."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we count pixels ourselves
            return Image.open(io.BytesIO(data), formats=formats or ("PNG", "JPEG"))
    except Image.DecompressionBombError as error:
        raise _refused(TOO_MANY_PIXELS, **_BOXED) from error
    except Exception as error:  # Pillow raises some ten kinds for what is broken, some of them not its own
        raise _refused(NO_PICTURE) from error


def _shrunk(picture: Image.Image) -> Image.Image:
    """The pixels on white, upright, within the box."""
    try:
        picture.draft("RGB", (2 * BOX[0], 2 * BOX[1]))  # a large JPEG need not be decoded whole
        picture = _in_colour(ImageOps.exif_transpose(picture))
        picture.thumbnail(BOX, Image.Resampling.LANCZOS)
    except Exception as error:  # as above
        raise _refused(NO_PICTURE) from error
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _in_colour(picture: Image.Image) -> Image.Image:
    """As colours with transparency; of 16-bit greys the upper eight, which Pillow by itself would cut off."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda grey: grey / 256).convert("L")
    return picture.convert("RGBA")


def _as_png(picture: Image.Image) -> bytes:
    png = _saved(picture)
    return png if len(png) <= LARGEST_TRUE_COLOUR else _saved(picture.quantize(256, dither=Image.Dither.NONE))


def _saved(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
