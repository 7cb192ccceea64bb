"""Pictures of answers: SVG that a merchant understands, with Chinese words and values on it.

Charts are drawn by pygal, which is in a layer of its own (`layers/charts`), for the functions that
draw. Nothing in a picture is loaded from elsewhere: it has no scripts, and its fonts are those of
the reader's device.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

WIDTH = 900
_FONT = (
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC',"
    " sans-serif"
)
COLOURS = ("#07c160", "#1989fa", "#ff976a", "#8a63d2", "#ee0a24", "#39a9a5", "#c79300", "#7d7e80")
_PLOT = 690  # of the width, that of the bars
_WIDEST = 22  # of a label; a Chinese character is 2

Number = int | float


def bars(
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[Number | None]],
    *,
    show: Callable[[Number], str] = lambda value: f"{value:,.0f}",
    note: str = "",
) -> str:
    """Horizontal bars, the first label on top; several series stand below each other, each in its
    own colour. `show` says what stands at a bar, `note` below the title."""
    rows = max(1, len(labels)) * (0.5 + len(series))
    options = _options(title, note, labels, height=170 + int(26 * rows))
    top = max([0, *(value for each in series.values() for value in each if value is not None)])
    chart = _pygal().HorizontalBar(
        **options, show_legend=len(series) > 1, range=(0, top * 1.1 or 1)
    )
    chart.x_labels = [short(label) for label in reversed(labels)]
    for name, values in series.items():
        chart.add(name, [_point(value, show) for value in reversed(values)])
    return _render(chart)


def bars_with_words(title: str, rows: Sequence[tuple[str, Number, str]], *, note: str = "") -> str:
    """Horizontal bars of one series, with words of their own behind each: (label, value, words)."""
    labels = [label for label, _, _ in rows]
    options = _options(title, note, labels, height=130 + 46 * max(1, len(rows)))
    top = max([0, *(value for _, value, _ in rows)]) or 1
    # The words stand in the middle of a bar that cannot be seen, which is as long as they are.
    parts = [min(0.75, (_width(words) * 7.6 + 24) / _PLOT) for _, _, words in rows]
    whole = top / (1 - max([0.1, *parts]))
    chart = _pygal().HorizontalStackedBar(
        **options, show_legend=False, range=(0, whole), show_x_labels=False, show_x_guides=False
    )
    chart.x_labels = [short(label) for label, _, _ in reversed(rows)]
    found = list(reversed(list(enumerate(rows))))
    chart.add(
        "",
        [
            {"value": value, "formatter": _saying(""), "color": _shade(index, len(rows))}
            for index, (_, value, _) in found
        ],
    )
    chart.add(
        "",
        [
            {
                "value": parts[index] * whole,
                "formatter": _saying(words),
                "color": "rgba(255, 255, 255, 0)",
            }
            for index, (_, _, words) in found
        ],
    )
    return _render(chart)


def table(
    title: str,
    labels: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[tuple[float, str, bool] | None]],
    *,
    note: str = "",
) -> str:
    """A table whose cells are darker the more they are: rows of (0 to 1, words, whether it is
    certain). A cell that is not certain is grey."""
    options = _options(title, note, labels, height=150 + 38 * max(1, len(labels)))
    chart = _pygal().HorizontalStackedBar(
        **options, show_legend=False, range=(0, max(1, len(columns))), show_y_guides=False
    )
    chart.spacing = 4
    chart.x_labels = [short(label) for label in reversed(labels)]
    chart.y_labels = [{"label": name, "value": at + 0.5} for at, name in enumerate(columns)]
    for at in range(len(columns)):
        chart.add("", [_cell(row[at] if at < len(row) else None) for row in reversed(cells)])
    return _render(chart)


def lines(
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[Number | None]],
    *,
    show: Callable[[Number], str],
    note: str = "",
) -> str:
    """Lines over the labels; a None is a gap."""
    chart = _pygal().Line(
        **_options(title, note, [], height=460), dots_size=4, show_legend=len(series) > 1
    )
    chart.x_labels = [short(label) for label in labels]
    for name, values in series.items():
        chart.add(name, [_point(value, show) for value in values])
    return _render(chart)


def percent(value: Number) -> str:
    """0.4567 → 45.7%."""
    return f"{value * 100:.1f}%"


def yuan(fen: Number) -> str:
    """2990 → ¥29.90."""
    return f"¥{fen / 100:,.2f}"


def span_text(ms: int) -> str:
    """A duration in words: 90 秒, 15 分钟, 3.5 小时, 2 天."""
    for unit, length in (("天", 86_400_000), ("小时", 3_600_000), ("分钟", 60_000)):
        if ms >= 2 * length or (unit != "天" and ms >= length):
            value = ms / length
            return f"{value:.1f}".removesuffix(".0") + f" {unit}"
    return f"{ms / 1000:.1f}".removesuffix(".0") + " 秒"


def short(label: str) -> str:
    """The label, cut where it would be too wide."""
    if _width(label) <= _WIDEST:
        return label
    while _width(label) > _WIDEST - 1:
        label = label[:-1]
    return label + "…"


def _width(label: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in label)


def _pygal() -> Any:
    """pygal is in a layer that only the functions have that draw. For its plug-ins it leaves an
    importer behind that lacks what Python asks of importers; we have no plug-ins."""
    import pygal

    sys.meta_path[:] = [each for each in sys.meta_path if hasattr(each, "find_spec")]
    return pygal


def _options(title: str, note: str, labels: Sequence[str], *, height: int) -> dict[str, Any]:
    from pygal.style import Style

    style = Style(
        background="#ffffff",
        plot_background="#ffffff",
        foreground="#323233",
        foreground_strong="#323233",
        foreground_subtle="#969799",
        font_family=_FONT,
        label_font_size=15,
        major_label_font_size=15,
        value_font_size=15,
        value_label_font_size=15,
        title_font_size=20,
        legend_font_size=15,
        no_data_font_size=28,
        value_colors=("#323233",) * 12,
        guide_stroke_color="#ebedf0",
        major_guide_stroke_color="#dcdee0",
        colors=COLOURS,
    )
    return {
        "title": f"{title}\n{note}" if note else title,
        "style": style,
        "width": WIDTH,
        "height": height,
        "js": [],
        "disable_xml_declaration": True,
        "print_values": True,
        "print_values_position": "center",
        "legend_at_bottom": True,
        "legend_at_bottom_columns": 4,
        "legend_box_size": 14,
        "no_data_text": "没有数据",
        "spacing": 16,
        "margin": 18,
        "margin_left": 18
        + 5 * max([0, *(_width(short(each)) - len(short(each)) for each in labels)]),
        "truncate_label": -1,
        "truncate_legend": -1,
        "explicit_size": True,
        "include_x_axis": True,
        "pretty_print": False,
        "human_readable": True,
    }


def _point(value: Number | None, show: Callable[[Number], str]) -> Any:
    return None if value is None else {"value": value, "formatter": _saying(show(value))}


def _cell(cell: tuple[float, str, bool] | None) -> Any:
    if cell is None:
        return {"value": 1, "formatter": _saying(""), "color": "rgba(255, 255, 255, 0)"}
    part, words, is_certain = cell
    red, green, blue = (round(255 - (255 - c) * (0.08 + 0.82 * part)) for c in (7, 193, 96))
    colour = f"#{red:02x}{green:02x}{blue:02x}" if is_certain else "#ebedf0"
    return {"value": 1, "formatter": _saying(words), "color": colour}


def _saying(words: str) -> Callable[[Any], str]:
    return lambda _: words


def _shade(index: int, count: int) -> str:
    """Green, lighter from bar to bar."""
    part = index / max(1, count - 1) * 0.55
    red, green, blue = (round(c + (255 - c) * part) for c in (7, 193, 96))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _render(chart: Any) -> str:
    return str(chart.render(is_unicode=True))
