"""The pre-check: a card laid over the register, every rule answered, an estimate; nothing kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from qingshan.apps.land.conflicts import Evidence, conflicts_of
from qingshan.apps.land.declared import Declared
from qingshan.apps.land.findings import findings_of, layers_of
from qingshan.core.carbon.estimate import Estimate, estimate
from qingshan.core.doctor.card import ASKS, BLOCKED, Card
from qingshan.core.doctor.offset import against
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.market.worth import Scenario, scenarios
from qingshan.core.tables.shelf import open_shelf
from qingshan.core.zoning.eligibility import Finding, answered
from qingshan.core.zoning.verdict import Conflict, LayerConsulted, Rule, Verdict, period_dict

MAY_APPLY, NEEDS_MORE, NOT_ELIGIBLE = "may_apply", "needs_more", "not_eligible"
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_WITHIN = Finding(
    Verdict.PASS,
    Label(
        "各小班的地类和树种都在方法学范围内，已试算。",
        "Land classes and species of all sub-compartments are within the method; a trial run was "
        "made.",
    ),
)
_COUNTED = ("", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")


@dataclass(frozen=True)
class PreCheck:
    """The answer to a visitor; ``worth`` is empty where nothing could be estimated.

    ``declared`` is what was told beside the file; ``card`` is the file's card with what only the
    register can ask, such as whether it was drawn on an offset map.
    """

    id: str
    title: Label
    verdict: str
    period: Period
    method: str
    as_of: date
    rules: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...]
    layers: tuple[LayerConsulted, ...]
    estimate: Estimate | None
    worth: tuple[Scenario, ...]
    declared: Declared
    card: Card

    def to_json(self) -> dict[str, Any]:
        """Stable keys, both languages; shapes as GeoJSON."""
        return {
            "id": self.id,
            "title": {"zh": self.title.zh, "en": self.title.en},
            "verdict": self.verdict,
            "period": period_dict(self.period),
            "method": self.method,
            "as_of": self.as_of.isoformat(),
            "rules": [rule.as_dict() for rule in self.rules],
            "conflicts": [conflict.as_dict() for conflict in self.conflicts],
            "layers": [layer.as_dict() for layer in self.layers],
            "households": self.declared.households,
            "declared": self.declared.as_dict(),
            "estimate": self.estimate
            and {
                **self.estimate.as_dict(),
                "scenarios": [scenario.as_dict() for scenario in self.worth],
            },
        }


def precheck(
    card: Card, *, period: Period, method: str, as_of: date, declared: Declared | None = None
) -> PreCheck:
    """Lay a card's shapes over the register and answer every rule of eligibility.

    Parameters
    ----------
    card : Card
        From ``core.doctor.examine``; its layer was read.
    period, method
        The days and the method that are thought of.
    as_of : date
        The day on which register, layers and tables are asked.
    declared : Declared, optional
        What the visitor told.

    Returns
    -------
    PreCheck
        Conflicts are numbered from the file's own disorder over claims to zones. What the register
        does not know is unknown, never fine.
    """
    told = declared or Declared()
    layer = card.layer_read
    assert layer is not None, "a card without a layer has nothing to lay over the register"
    shelf = open_shelf()
    evidence = Evidence.gather(card, period, method, as_of, told)
    card = against(card, evidence.stored, shelf=shelf, as_of=as_of)
    conflicts = conflicts_of(card, evidence)
    about: Estimate | None = None
    worth: tuple[Scenario, ...] = ()
    if card.area_m2:
        about = estimate(layer, told.stands, period=period, method=method, shelf=shelf, as_of=as_of)
    if about is not None and card.area_m2:
        worth = scenarios(
            about.carbon, card.area_m2, households=told.households, shelf=shelf, as_of=as_of
        )
    findings = findings_of(evidence, conflicts, told.tenure_number)
    if about is not None and about.by_method:
        findings["E11"] = _WITHIN
    rules = answered(findings, shelf=shelf, as_of=as_of)
    verdict, title = _concluded(card, rules, conflicts)
    return PreCheck(
        _number(card, period, as_of),
        title,
        verdict,
        period,
        method,
        as_of,
        rules,
        conflicts,
        layers_of(evidence),
        about,
        worth,
        told,
        card,
    )


def _concluded(
    card: Card, rules: tuple[Rule, ...], conflicts: tuple[Conflict, ...]
) -> tuple[str, Label]:
    """Failed rules that no change of the file can mend end it; conflicts are to be solved."""
    blocking = sum(conflict.blocks for conflict in conflicts)
    final = any(rule.verdict is Verdict.FAIL and not rule.conflicts for rule in rules)
    if final:
        return NOT_ELIGIBLE, Label("暂不符合申请条件", "Not eligible as it stands")
    if blocking:
        count = _COUNTED[blocking] if blocking < len(_COUNTED) else str(blocking)
        return NEEDS_MORE, Label(
            f"可以申请，先解决{count}处冲突",
            f"You may apply; first solve {blocking} conflict{'s' if blocking > 1 else ''}",
        )
    if card.verdict == BLOCKED:
        return NEEDS_MORE, Label("可以申请，先更正文件", "You may apply; first correct the file")
    if card.verdict == ASKS:
        return NEEDS_MORE, Label(
            "可以申请，先确认几处信息", "You may apply; first confirm a few facts"
        )
    unknown = sum(rule.verdict is Verdict.UNKNOWN for rule in rules)
    return MAY_APPLY, Label(
        f"可以申请，另有 {unknown} 条待证明",
        f"You may apply; {unknown} rules are still to be shown",
    )


def _number(card: Card, period: Period, as_of: date) -> str:
    """A short name of this check, the same for the same file, days and date: P-7K3M-92."""
    text = f"{card.digest}{card.file}{period.start}{period.end}{as_of}".encode()
    value = int.from_bytes(hashlib.sha256(text).digest()[:8], "big")
    letters = []
    for _ in range(4):
        value, rest = divmod(value, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return f"P-{''.join(letters)}-{value % 90 + 10}"
