"""Charts as pictures: the same shapes in the same colours, as large as on a page, and nothing left out in silence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import get_args, get_type_hints

import pytest
from PIL import Image

from reports import charts, drawing, raster, theme
from reports.charts import Chart, Label, Line, Rect
from reports.firm import FirmReport

SHAPES = get_args(get_args(get_type_hints(Chart)["shapes"])[0])
"""Every class of shape that a chart may hold."""


def chart_of(*shapes: Rect | Line | Label, width: float = 100, height: float = 50) -> Chart:
    return Chart("one", width, height, shapes, "Title", "Description", (), ())


def picture(chart: Chart, scale: float = 2.0, **more: dict[str, str]) -> Image.Image:
    return Image.open(BytesIO(raster.png(chart, scale=scale, **more))).convert("RGB")


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def inked(image: Image.Image, left: float, right: float) -> int:
    """Pixels of a stretch that are not white."""
    columns = image.crop((int(left), 0, int(right), image.height)).convert("L")
    return sum(columns.histogram()[:200])


@pytest.mark.parametrize("backend", [drawing._DRAW, drawing._SVG, raster._DRAW])
def test_every_shape_has_an_entry_in_every_backend(backend: dict[type, object]) -> None:
    assert len(SHAPES) >= 3
    assert set(SHAPES) <= set(backend)


def test_a_shape_that_is_not_known_is_not_left_out_in_silence() -> None:
    @dataclass(frozen=True)
    class Spiral:
        turns: int

    with pytest.raises(KeyError):
        raster.png(chart_of(Spiral(3)))  # type: ignore[arg-type]


def test_a_picture_is_as_large_as_the_chart_on_a_page() -> None:
    image = Image.open(BytesIO(raster.png(chart_of(width=120, height=36), scale=3)))
    assert image.size == (360, 108)
    assert image.info["dpi"] == pytest.approx((216, 216), abs=0.1)


def test_a_rectangle_is_filled_with_the_colour_of_its_role_to_its_edges() -> None:
    image = picture(chart_of(Rect(10, 5, 40, 20, "bar")))
    bar, paper = rgb(theme.COLOURS["accent"]), rgb(theme.COLOURS["paper"])
    inside, outside = [(20, 10), (99, 10), (20, 49), (99, 49)], [(18, 10), (101, 10), (20, 8), (20, 51)]
    assert [image.getpixel(place) for place in inside] == [bar] * 4
    assert [image.getpixel(place) for place in outside] == [paper] * 4


def test_an_organisation_has_its_own_accent() -> None:
    image = picture(chart_of(Rect(0, 0, 100, 50, "bar")), colours=theme.palette("#7a1f5c"))
    assert image.getpixel((50, 50)) == rgb("#7a1f5c")


def test_a_line_is_broken_from_one_end_to_the_other() -> None:
    image = picture(chart_of(Line(50, 0, 50, 50, "cut")), scale=4)
    column = [image.getpixel((200, y)) != (255, 255, 255) for y in range(200)]
    strokes = sum(now and not before for before, now in zip([False, *column], column, strict=False))
    assert strokes == pytest.approx(50 / 3.5, abs=1)
    assert any(column[:6])
    assert any(column[-16:])


ON_PAPER = [role for role, (colour, *_) in drawing.STROKES.items() if theme.COLOURS[colour] != theme.COLOURS["paper"]]
"""Strokes that are seen on an empty page: one is drawn over bars only."""


@pytest.mark.parametrize("role", ON_PAPER)
def test_a_line_has_the_colour_and_thickness_of_its_role(role: str) -> None:
    colour, thickness, _ = drawing.STROKES[role]
    ground = [Rect(0, 0, 100, 50, "bar")] if colour == "paper" else []
    image = picture(chart_of(*ground, Line(50, 0, 50, 50, role)), scale=20)
    row = [image.getpixel((x, 0)) for x in range(image.width)]
    drawn = [x for x, found in enumerate(row) if found == rgb(theme.COLOURS[colour])]
    assert len(drawn) == pytest.approx(20 * thickness, abs=1)
    assert min(drawn) <= 1000 <= max(drawn)


def test_a_line_without_dashes_has_no_gap() -> None:
    image = picture(chart_of(Line(20, 10, 80, 10, "after")))
    row = [x for x in range(200) if image.getpixel((x, 20)) != (255, 255, 255)]
    assert row == list(range(row[0], row[-1] + 1))
    assert (row[0], row[-1]) == pytest.approx((40, 160), abs=1)


@pytest.mark.parametrize(("anchor", "empty"), [("start", (0, 98)), ("end", (102, 200))])
def test_a_label_stands_on_the_side_that_its_anchor_says(anchor: str, empty: tuple[float, float]) -> None:
    image = picture(chart_of(Label(50, 30, "Where", "value", anchor)))
    assert inked(image, 0, 200) > 0
    assert inked(image, *empty) == 0


def test_a_label_in_the_middle_reaches_to_both_sides() -> None:
    image = picture(chart_of(Label(50, 30, "HHHHHH", "value", "middle")))
    assert inked(image, 0, 100) == pytest.approx(inked(image, 100, 200), rel=0.1)


@pytest.mark.parametrize("text", ["日本", "مرحبا", "a → b", "\x00", "🧀", ""])
def test_any_text_can_be_drawn(text: str) -> None:
    assert picture(chart_of(Label(50, 30, text, "label"))).size == (200, 100)


def test_real_charts_are_drawn_and_the_same_chart_gives_the_same_bytes(report: FirmReport) -> None:
    for chart in (charts.dimension_bars(report), charts.level_scale(report), charts.timeline(report)):
        first = raster.png(chart)
        assert first == raster.png(chart)
        assert first != raster.png(replace(chart, shapes=chart.shapes[:-1]))
        assert len(first) < 100_000


def test_bars_have_the_length_of_their_scores(report: FirmReport) -> None:
    chart = charts.dimension_bars(report)
    image, bar = picture(chart), rgb(theme.COLOURS["accent"])
    for shape in (one for one in chart.shapes if isinstance(one, Rect) and one.role == "bar"):
        row = round(2 * (shape.y + shape.height / 2))
        assert image.getpixel((round(2 * shape.x) + 3, row)) == bar
        right = round(2 * (shape.x + shape.width))
        assert image.getpixel((right + 3, row)) == rgb(theme.COLOURS["track"])
