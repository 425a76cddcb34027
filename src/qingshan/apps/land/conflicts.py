"""What the register holds against some drawn land: claims, shifts, zones, numbered one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from qingshan.apps.land.claimed import (
    ClaimAnswer,
    ClaimedLand,
    claims_by_tenure,
    claims_meeting,
    claims_near,
)
from qingshan.apps.land.claims import pools_of
from qingshan.apps.land.declared import Declared
from qingshan.apps.land.models import SQUARE_METRE_PER_MU, Claim
from qingshan.apps.land.zones import ZoneAnswer, zones_by_kind
from qingshan.core.doctor.card import Card, Level
from qingshan.core.geo.area import Plane, mended
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.zones import ZONE_GRADES, ZONE_KINDS
from qingshan.core.tables.shelf import open_shelf
from qingshan.core.zoning.activity import Activity, Standing
from qingshan.core.zoning.eligibility import TABLE
from qingshan.core.zoning.shift import Fitting, Shift, best_shift
from qingshan.core.zoning.verdict import Conflict

Shapes = NDArray[Any]
ASKED_KINDS = ("redline", "protected_area", "public_benefit", "other_programme")
_SHAPE_CODES = frozenset({"E-UP-05", "E-UP-06", "E-GE-04", "E-GE-05", "E-GE-06", "E-GE-07"})
_CORE = "core"
_COMPASS = (
    Label("北", "north"), Label("东北", "north-east"), Label("东", "east"),
    Label("东南", "south-east"), Label("南", "south"), Label("西南", "south-west"),
    Label("西", "west"), Label("西北", "north-west"),
)  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """All that the register answered for some shapes, days, pools and a certificate."""

    period: Period
    as_of: date
    claims: ClaimAnswer
    shift: Shift | None
    shifted: tuple[Claim, ...]
    by_tenure: tuple[Claim, ...]
    zones: dict[str, ZoneAnswer]
    min_overlap_m2: float
    activity: Activity | None
    stored: Shapes

    @classmethod
    def gather(
        cls, card: Card, period: Period, method: str, as_of: date, told: Declared
    ) -> Evidence:
        """Ask the register once for everything; shapes in disorder are mended for the asking."""
        assert card.layer_read is not None
        shapes = mended(np.asarray(card.layer_read.shapes, dtype=object))
        shelf = open_shelf()
        pools = pools_of(method, as_of)
        claims = claims_meeting(shapes, period, pools=pools, as_of=as_of)
        stored = _claimed_around(shapes, period, pools, as_of)
        shift = best_shift(shapes, stored.shapes, _fitting(as_of))
        least = shelf.value(
            "registry.ticket", key="ticket", name="min_overlap_m2", unit="m2", as_of=as_of
        )
        return cls(
            period,
            as_of,
            claims,
            shift,
            _owners(stored, shift),
            tuple(c for c in claims_by_tenure(told.tenure_number, as_of) if _days(c, period)),
            zones_by_kind(shapes, ASKED_KINDS, as_of),
            least.number,
            told.activity,
            stored.shapes,
        )

    @property
    def is_forbidden(self) -> bool:
        """Whether the activity declared has no place within the redline."""
        return self.activity is not None and self.activity.standing is Standing.NOT_ALLOWED


def conflicts_of(card: Card, evidence: Evidence) -> tuple[Conflict, ...]:
    """Every place that must be solved or explained, numbered: shapes, claims, zones."""
    found = [
        *_shape_conflicts(card),
        *_claim_conflicts(evidence),
        *_shift_conflicts(evidence),
        *_tenure_conflicts(evidence),
        *_zone_conflicts(evidence),
    ]
    return tuple(Conflict(number, **facts) for number, facts in enumerate(found, 1))


def _claimed_around(shapes: Shapes, period: Period, pools: list[str], as_of: date) -> ClaimedLand:
    """Claimed land as far around the shapes as a shift is looked for."""
    most = _fitting(as_of).most_m
    plane = Plane(shapes)
    wide = plane.unproject(shapely.buffer(shapely.envelope(plane.project(shapes)), most))
    return claims_near(wide, period, pools=pools, as_of=as_of)


def _fitting(as_of: date) -> Fitting:
    shelf = open_shelf()

    def rule(name: str, unit: str) -> float:
        return shelf.value(TABLE, key="shift", name=name, unit=unit, as_of=as_of).number

    return Fitting(
        most_m=rule("most", "m"),
        near_m=rule("near", "m"),
        angle_deg=rule("angle", "deg"),
        least=rule("least", "%") / 100,
        least_gcj=rule("least_gcj", "%") / 100,
        gcj_near_m=rule("gcj_near", "m"),
    )


def _owners(land: ClaimedLand, shift: Shift | None) -> tuple[Claim, ...]:
    """The claims to which the drawn land would belong after the shift."""
    if shift is None:
        return ()
    at = {known for _, known in shift.matched}
    owners = land.owners.filter(land.owners["at"].is_in(sorted(at)))
    return tuple(land.claims[key] for key in sorted(set(owners["claim"])))


def _days(claim: Claim, period: Period) -> bool:
    return claim.start < period.end and claim.end > period.start


def _mu(area_m2: float) -> str:
    return f"{area_m2 / SQUARE_METRE_PER_MU:,.2f}"


def _facts(kind: str, says: Label, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind, "says": says, "with_name": "", "area_m2": 0.0, "shape": None, "rows": (),
        "period": None, "remedy": None, "certain": True, "blocks": True, "code": None, **more,
    }  # fmt: skip


def _shape_conflicts(card: Card) -> Iterator[dict[str, Any]]:
    for finding in card.findings:
        if finding.level is Level.BLOCKS and finding.code in _SHAPE_CODES:
            point = None if finding.at is None else shapely.Point(finding.at)
            yield _facts(
                "shape",
                Label(
                    f"{finding.where('zh')}：{finding.says.zh}",
                    f"{finding.where('en')}: {finding.says.en}",
                ),
                shape=finding.shape if finding.shape is not None else point,
                rows=finding.rows,
                remedy=finding.remedy,
                code=finding.code,
            )


def _name(claim: Claim) -> Label:
    if claim.number:
        return Label(f"碳票 {claim.number}", f"ticket {claim.number}")
    return Label(f"在办申报“{claim.title}”", f"the pending claim “{claim.title}”")


def _both(claim: Claim, period: Period) -> Period:
    return Period(max(claim.start, period.start), min(claim.end, period.end))


def _claim_conflicts(evidence: Evidence) -> Iterator[dict[str, Any]]:
    answer = evidence.claims
    for key, area_m2 in answer.area_m2().items():
        if area_m2 <= evidence.min_overlap_m2:
            continue
        claim = answer.claims[key]
        mine = answer.pairs["claim"] == key
        both = _both(claim, evidence.period)
        name = _name(claim)
        yield _facts(
            "claim",
            Label(
                f"与{name.zh}重叠 {_mu(area_m2)} 亩，监测期重合 {both.start} 至 {both.last}",
                f"{_mu(area_m2)} mu overlap with {name.en}, from {both.start} to {both.last}",
            ),
            with_name=claim.number or claim.title,
            area_m2=area_m2,
            shape=shapely.union_all(answer.pieces[mine.to_numpy()]),
            rows=tuple(sorted({int(row) + 1 for row in answer.pairs.filter(mine)["shape"]})),
            period=both,
            remedy=Label(
                "请去掉重叠部分，或更换监测期。", "Take the overlap out, or choose other days."
            ),
            code="E-EL-11",
        )


def _shift_conflicts(evidence: Evidence) -> Iterator[dict[str, Any]]:
    shift = evidence.shift
    if shift is None:
        return
    mars = shift.is_gcj02
    far, share = f"{shift.length_m:.0f}", f"{100 * shift.share:.0f}"
    way = _COMPASS[round(shift.bearing_deg / 45) % len(_COMPASS)]
    for claim in evidence.shifted:
        name = _name(claim)
        yield _facts(
            "shifted_claim",
            Label(
                f"向{way.zh}平移 {far} 米后与{name.zh}吻合（边界重合 {share}%）"
                + ("，疑似火星坐标" if mars else ""),
                f"Moved {far} m {way.en} it fits {name.en} ({share} % of the boundary)"
                + ("; probably drawn on an offset (GCJ-02) map" if mars else ""),
            ),
            with_name=claim.number or claim.title,
            rows=tuple(sorted({row + 1 for row, _ in shift.matched})),
            period=_both(claim, evidence.period),
            remedy=Label(
                "请核对坐标来源；确为同一地块的，不能再次申报。",
                "Check where the coordinates come from; the same plot is not claimed again.",
            ),
            certain=False,
            code="E-EL-11",
        )


def _tenure_conflicts(evidence: Evidence) -> Iterator[dict[str, Any]]:
    for claim in evidence.by_tenure:
        if claim.pk in evidence.claims.claims:
            continue
        name = _name(claim)
        yield _facts(
            "tenure",
            Label(
                f"权属证号已用于{name.zh}，监测期重合",
                f"The certificate was used for {name.en} for some of these days",
            ),
            with_name=claim.number or claim.title,
            period=_both(claim, evidence.period),
            remedy=Label(
                "请核对证号；同一证件下的其他地块须说明。",
                "Check the number; explain if it is other land under the same certificate.",
            ),
            certain=False,
        )


def _zone_conflicts(evidence: Evidence) -> Iterator[dict[str, Any]]:
    for kind, answer in evidence.zones.items():
        label = ZONE_KINDS[kind].label
        for key, zone in answer.zones.items():
            mine = answer.pairs["zone"] == key
            area_m2 = float(answer.pairs.filter(mine)["area_m2"].sum())
            if area_m2 <= evidence.min_overlap_m2:
                continue
            other = kind == "other_programme"
            if other and not _meets(zone, evidence.period):
                continue
            grade = ZONE_GRADES[zone.grade] if zone.grade else None
            core = kind == "protected_area" and zone.grade == _CORE
            dated = not other or (zone.start is not None and zone.end is not None)
            named = zone.name or zone.key
            graded = Label(f"（{grade.zh}）", f" ({grade.en})") if grade else Label("", "")
            yield _facts(
                kind,
                Label(
                    f"与{label.zh}“{named}”{graded.zh}重叠 {_mu(area_m2)} 亩"
                    + ("" if dated else "，对方计入期未知，疑似重复"),
                    f"{_mu(area_m2)} mu within {label.en} “{named}”{graded.en}"
                    + ("" if dated else "; its days are unknown: suspected"),
                ),
                with_name=named,
                area_m2=area_m2,
                shape=shapely.union_all(answer.pieces[mine.to_numpy()]),
                rows=tuple(sorted({int(row) + 1 for row in answer.pairs.filter(mine)["shape"]})),
                remedy=_ZONE_REMEDIES["core" if core else kind],
                certain=dated,
                blocks=other or core or (kind == "redline" and evidence.is_forbidden),
                code=None,
            )


def _meets(zone: Any, period: Period) -> bool:
    """Whether another project's days meet; days that nobody told may meet."""
    begins, ends = zone.start, zone.end
    return (begins is None or begins < period.end) and (ends is None or ends > period.start)


_ZONE_REMEDIES = {
    "core": Label("请去掉核心保护区内的小班。", "Take the sub-compartments in the core zone out."),
    "redline": Label(
        "不影响申请；经营活动须属于允许的有限人为活动。",
        "It does not prevent an application; only the limited activities are allowed there.",
    ),
    "protected_area": Label(
        "须由保护地管理机构出具意见。", "The manager of the protected area is to give an opinion."
    ),
    "public_benefit": Label(
        "可以申请，请准备公益林等级和已得补偿的材料。",
        "It may be applied for; prepare papers on its grade and compensation.",
    ),
    "other_programme": Label(
        "请提供未重复申报的证明，或去掉重叠部分。",
        "Prove that nothing is claimed twice, or take the overlap out.",
    ),
}
