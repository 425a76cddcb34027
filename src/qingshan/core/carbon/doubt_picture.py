"""The draws of a doubt study as one SVG: how often which removal, the interval, the run itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from qingshan.core.kernel.label import Label

WIDTH, HEIGHT = 440, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 20, 20, 48, 48
_GREEN, _LIGHT, _PALE, _INK, _GOLD = "#0F4D36", "#1E6B4A", "#B9CDC2", "#333333", "#9A5B00"
_FONT = "'Noto Sans SC','Source Han Sans SC','Microsoft YaHei',sans-serif"
TITLE = Label("参数抽取的减排量分布", "Removals under drawn parameters")
AXIS = Label("扣减前减排量（tCO2e）", "removal before deductions (tCO2e)")
RUN = Label("本次计量", "this run")


def doubt_svg(told: Mapping[str, Any], gross_t: float, language: str = "zh") -> str:
    """Bars of ``carbon.doubt.told_of``; those within the interval are dark, the run is a line."""
    title = escape(TITLE.say(language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'style="display:block;width:100%;max-width:{WIDTH}px;height:auto" '
        f'font-family="{_FONT}" role="img" '
        f'aria-label="{title}"><title>{title}</title>'
        f'<rect width="100%" height="100%" fill="white"/>'
        f"{''.join(_parts(told, gross_t, language))}</svg>\n"
    )


def _parts(told: Mapping[str, Any], gross_t: float, language: str) -> Iterator[str]:
    least, most = min(told["least_t"], gross_t), max(told["most_t"], gross_t)
    span = most - least or max(abs(most), 1.0)
    base, high = HEIGHT - _BOTTOM, HEIGHT - _BOTTOM - _TOP

    def across(value: float) -> float:
        return float(_LEFT + (value - least) / span * (WIDTH - _LEFT - _RIGHT))

    bins = told["bins"]
    step = (told["most_t"] - told["least_t"]) / len(bins)
    tallest = max(bins)
    for at, count in enumerate(bins):
        start = told["least_t"] + at * step
        is_within = told["low_t"] <= start + step / 2 <= told["high_t"]
        tall = high * count / tallest
        yield (
            f'<rect x="{across(start):.1f}" y="{base - tall:.1f}" '
            f'width="{max(across(start + step) - across(start) - 1, 0.5):.1f}" '
            f'height="{tall:.1f}" fill="{_LIGHT if is_within else _PALE}"/>'
        )
    yield f'<path d="M{_LEFT} {base}H{WIDTH - _RIGHT}" stroke="{_INK}"/>'
    for value in (told["low_t"], told["high_t"]):
        yield (
            f'<path d="M{across(value):.1f} {base}v6" stroke="{_INK}"/>'
            f"{_text(across(value), base + 20, f'{value:,.0f}')}"
        )
    x = across(gross_t)
    yield f'<path d="M{x:.1f} {_TOP - 12}V{base}" stroke="{_GOLD}" stroke-width="2"/>'
    yield _text(x, _TOP - 20, f"{RUN.say(language)} {gross_t:,.0f}", _GOLD)
    yield _text(WIDTH / 2, HEIGHT - 8, AXIS.say(language))


def _text(x: float, y: float, words: str, colour: str = _INK) -> str:
    """Words that stay on the sheet however near its edge they stand."""
    anchor = "start" if x < 90 else "end" if x > WIDTH - 90 else "middle"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
