"""Curves as one SVG: the stands, the curve with its band, and where it may be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt

from qingshan.core.growth.curve import Curve
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]

WIDTH, HEIGHT = 760, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 20, 56, 44
_GREEN, _LIGHT, _INK, _LINE = "#0F4D36", "#1E6B4A", "#333333", "#D9DEDB"
_FONT = "'Noto Sans SC','Source Han Sans SC','Microsoft YaHei',sans-serif"
_PLAIN = f'font-size="12" fill="{_INK}"'
_HEAD = f'font-size="15" font-weight="700" fill="{_GREEN}"'
_TICKS = 5
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
AGE = Label("林龄（年）", "age (yr)")
VOLUME = Label("蓄积（m³/ha）", "volume (m³/ha)")


def curves_svg(curves: Sequence[Curve], language: str = "zh") -> str:
    """One panel a curve, each under a title that states form, R² and number of stands.

    The curve is drawn where it may be used and nowhere else; a dot is a stand, larger for more
    area; the band is that of the mean curve.
    """
    height = HEIGHT * len(curves)
    panels = "".join(
        f'<g transform="translate(0 {at * HEIGHT})">{"".join(_panel(curve, language))}</g>'
        for at, curve in enumerate(curves)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="{_FONT}" role="img">'
        f'<rect width="100%" height="100%" fill="white"/>{panels}</svg>\n'
    )


def curve_svg(curve: Curve, language: str = "zh") -> str:
    """One curve for a page: narrow enough for a telephone, its words stand in ``curve_words``."""
    title = escape(_title(curve).say(language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_NARROW.width} {_NARROW.height}" '
        f'style="display:block;width:100%;max-width:{_NARROW.width}px;height:auto" '
        f'font-family="{_FONT}" role="img" aria-label="{title}">'
        f"{''.join(_drawn(curve, _NARROW, language))}</svg>"
    )


def curve_words(curve: Curve) -> tuple[Label, Label]:
    """What stands above a curve: its form with its diagnostics, and where it may be used."""
    return _title(curve), _range(curve)


@dataclass(frozen=True)
class _Panel:
    """Size of a panel, and how much of it stands free above the curve."""

    width: int
    height: int
    top: int


_WIDE, _NARROW = _Panel(WIDTH, HEIGHT, _TOP), _Panel(440, 280, 16)


def _panel(curve: Curve, language: str) -> Iterator[str]:
    yield _text(_LEFT, 24, _title(curve).say(language), look=_HEAD)
    yield _text(_LEFT, 42, _range(curve).say(language))
    yield from _drawn(curve, _WIDE, language)


def _drawn(curve: Curve, panel: _Panel, language: str) -> Iterator[str]:
    ages = np.linspace(curve.first_yr, curve.last_yr, 121)
    band = curve.band(ages)
    stands = curve.stands
    highest = np.nanmax(np.concatenate([band.mid, band.high, stands.volume_m3_ha]))
    across = _Scale(0.0, float(curve.last_yr), _LEFT, panel.width - _RIGHT)
    up = _Scale(0.0, float(highest), panel.height - _BOTTOM, panel.top)
    yield from _axes(across, up, panel, language)
    if np.isfinite(band.low).all():
        edge = [*zip(ages, band.high, strict=True), *zip(ages[::-1], band.low[::-1], strict=True)]
        points = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in edge)
        yield f'<polygon points="{points}" fill="{_LIGHT}" opacity="0.15"/>'
    largest = float(stands.area_ha.max())
    for age, volume, area in zip(stands.age_yr, stands.volume_m3_ha, stands.area_ha, strict=True):
        radius = 1.5 + 3.0 * float(np.sqrt(area / largest))
        yield (
            f'<circle cx="{across(age):.1f}" cy="{up(volume):.1f}" r="{radius:.1f}" '
            f'fill="{_LIGHT}" opacity="0.35"/>'
        )
    line = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in zip(ages, band.mid, strict=True))
    yield f'<polyline points="{line}" fill="none" stroke="{_GREEN}" stroke-width="2"/>'


class _Scale:
    """From values to places on the sheet, with round ticks that reach beyond the last value."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        step = _step((high - low) / _TICKS)
        self.ticks = [low + step * at for at in range(int(np.ceil((high - low) / step)) + 1)]
        self._low, self._high = low, self.ticks[-1]
        self._start, self._end = start, end

    def __call__(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return float(self._start + share * (self._end - self._start))


def _step(least: float) -> float:
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(step * power for step in _STEPS if step * power >= least))


def _axes(across: _Scale, up: _Scale, panel: _Panel, language: str) -> Iterator[str]:
    width, height = panel.width, panel.height
    base = height - _BOTTOM
    for tick in up.ticks:
        y = up(tick)
        yield f'<path d="M{_LEFT} {y:.1f}H{width - _RIGHT}" stroke="{_LINE}"/>'
        yield _text(_LEFT - 8, y + 4, f"{tick:g}", anchor="end")
    for tick in across.ticks:
        yield _text(across(tick), base + 18, f"{tick:g}", anchor="middle")
    middle = (_LEFT + width - _RIGHT) / 2
    yield _text(middle, height - 8, AGE.say(language), anchor="middle")
    yield (
        f'<g transform="rotate(-90 16 {height / 2})">'
        f"{_text(16, height / 2, VOLUME.say(language), anchor='middle')}</g>"
    )


def _title(curve: Curve) -> Label:
    fit = curve.fit
    rest = f"R² {fit.r_squared:.2f}，RMSE {fit.rmse_m3_ha:.1f} m³/ha"
    return Label(
        f"{curve.label.zh}：{fit.form.label.zh}，{rest}，{len(curve.stands)} 个小班",
        f"{curve.label.en}: {fit.form.label.en}, {rest.replace('，', ', ')}, "
        f"{len(curve.stands)} stands",
    )


def _range(curve: Curve) -> Label:
    first, last = curve.stands.age_yr[0], curve.stands.age_yr[-1]
    return Label(
        f"林龄 {first:g}–{last:g} 年，可用 {curve.first_yr}–{curve.last_yr} 年；"
        f"阴影为 {curve.limits.confidence:.0%} 置信带",
        f"ages {first:g}–{last:g}, usable {curve.first_yr}–{curve.last_yr}; shaded: "
        f"{curve.limits.confidence:.0%} band of the mean curve",
    )


def _text(x: float, y: float, words: str, *, look: str = _PLAIN, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {look} text-anchor="{anchor}">{escape(words)}</text>'
