"""The answers that a file and the register can give to the rules, and the layers they rest on."""

from __future__ import annotations

from datetime import date

from qingshan.apps.land.conflicts import Evidence
from qingshan.apps.land.tenure import certificate, cover
from qingshan.apps.land.zones import ZoneAnswer
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.zones import ZONE_KINDS
from qingshan.core.tables.shelf import open_shelf
from qingshan.core.zoning.activity import UNDECLARED
from qingshan.core.zoning.eligibility import TABLE, Finding
from qingshan.core.zoning.verdict import Conflict, LayerConsulted, Verdict


def findings_of(
    evidence: Evidence, conflicts: tuple[Conflict, ...], tenure: str
) -> dict[str, Finding]:
    """The answers that a file and the register can give; the others stay unknown."""

    def numbers(*kinds: str) -> tuple[int, ...]:
        return tuple(c.number for c in conflicts if c.kind in kinds)

    return {
        "E4": _term(evidence, tenure),
        "E7": _ground(numbers("shape", "claim", "shifted_claim", "tenure"), evidence),
        "E8": _programmes(evidence, numbers("other_programme")),
        "E9": Finding(
            Verdict.UNKNOWN,
            Label("最小面积尚无正式文本。", "No official minimum area is at hand."),
        ),
        "E10": _start(evidence),
        "E13": _redline(evidence, conflicts, numbers("redline", "protected_area")),
        "E15": _public_benefit(evidence, numbers("public_benefit")),
    }


def layers_of(evidence: Evidence) -> tuple[LayerConsulted, ...]:
    """The layers asked, by name, version and date; a missing one says that it is missing."""
    consulted = []
    for kind, answer in evidence.zones.items():
        label = ZONE_KINDS[kind].label
        layer = answer.layer
        if layer is None:
            says = Label("没有导入该图层，结论未知。", "No such layer is entered: unknown.")
            consulted.append(
                LayerConsulted(kind, label, None, "", None, covers_all=False, says=says)
            )
            continue
        whole = answer.is_known
        says = Label(
            f"{layer.name}（{layer.version} 版），数据截至 {layer.as_of}"
            + ("。" if whole else "，未覆盖全部林地，其余未知。"),
            f"{layer.name} (version {layer.version}), as of {layer.as_of}"
            + ("." if whole else "; it does not cover all of the land, the rest is unknown."),
        )
        consulted.append(
            LayerConsulted(kind, label, layer.name, layer.version, layer.as_of, whole, says)
        )
    return tuple(consulted)


def _term(evidence: Evidence, tenure: str) -> Finding:
    if not tenure:
        return Finding(
            Verdict.UNKNOWN,
            Label("没有填写权属证号，期限未知。", "No certificate was named: the term is unknown."),
        )
    found = cover(certificate(tenure), evidence.period)
    verdict = {True: Verdict.PASS, False: Verdict.FAIL, None: Verdict.UNKNOWN}[found.covers]
    return Finding(verdict, found.says)


def _ground(numbers: tuple[int, ...], evidence: Evidence) -> Finding:
    if numbers:
        return Finding(
            Verdict.FAIL,
            Label("有须解决的冲突，见编号。", "There are conflicts to be solved; see the numbers."),
            evidence.as_of,
            numbers,
        )
    return Finding(
        Verdict.PASS,
        Label(
            "图形有效，登记簿中没有同一地块、同一时期的申报（已核对平移后的位置）。",
            "Shapes are sound; the register holds no claim to this land in these days, nor after "
            "a shift.",
        ),
        evidence.as_of,
    )


def _known(answer: ZoneAnswer) -> date | None:
    return answer.layer.as_of if answer.layer else None


def _unknown(answer: ZoneAnswer) -> Finding:
    told = ZONE_KINDS[answer.kind].label
    why = (
        Label(f"没有“{told.zh}”图层。", f"There is no layer of {told.en}.")
        if answer.layer is None
        else Label(
            f"“{told.zh}”图层未覆盖全部林地。", f"The layer of {told.en} does not cover all land."
        )
    )
    return Finding(Verdict.UNKNOWN, why, _known(answer))


def _programmes(evidence: Evidence, numbers: tuple[int, ...]) -> Finding:
    answer = evidence.zones["other_programme"]
    if numbers:
        says = Label("与其他机制的项目重叠，见编号。", "Projects of other programmes overlap.")
        return Finding(Verdict.FAIL, says, _known(answer), numbers)
    if not answer.is_known:
        return _unknown(answer)
    says = Label("在已导入的图层中没有重叠。", "No overlap in the layers entered.")
    return Finding(Verdict.PASS, says, _known(answer))


def _start(evidence: Evidence) -> Finding:
    told = open_shelf().text(TABLE, key="E10", name="earliest_start", as_of=evidence.as_of)
    first = date.fromisoformat(told.value)
    if evidence.period.start >= first:
        says = Label(
            f"监测期自 {evidence.period.start} 起。", f"It begins {evidence.period.start}."
        )
        return Finding(Verdict.PASS, says, told.valid_from)
    return Finding(
        Verdict.FAIL,
        Label(
            f"监测期自 {evidence.period.start} 起，早于 {first}（{told.basis_label.zh}）。",
            f"It begins {evidence.period.start}, before {first} ({told.basis_label.en}).",
        ),
        told.valid_from,
        remedy=Label("请改用较晚的起日。", "Choose a later first day."),
    )


def _redline(
    evidence: Evidence, conflicts: tuple[Conflict, ...], numbers: tuple[int, ...]
) -> Finding:
    redline, areas = evidence.zones["redline"], evidence.zones["protected_area"]
    met = [conflict for conflict in conflicts if conflict.number in numbers]
    if any(c.blocks and c.kind == "protected_area" for c in met):
        says = Label("压覆自然保护地核心保护区。", "Some land lies in a core protection zone.")
        return Finding(Verdict.FAIL, says, _known(areas), numbers)
    told = _activity(evidence) if any(c.kind == "redline" for c in met) else Label("", "")
    if told.zh and evidence.is_forbidden:
        return Finding(Verdict.FAIL, told, _known(redline), numbers, _OTHER_ACTIVITY)
    if numbers:
        says = Label(
            f"涉及红线或保护地，予以记明；不因此不予受理。{told.zh}",
            "Land lies within the redline or a protected area; noted, it does not prevent. "
            f"{told.en}".rstrip(),
        )
        return Finding(Verdict.NOTED, says, _known(redline), numbers)
    for answer in (redline, areas):
        if not answer.is_known:
            return _unknown(answer)
    layer = redline.layer
    assert layer is not None
    says = Label(
        f"不在红线（{layer.version} 版）和自然保护地内。",
        f"Outside the redline (version {layer.version}) and protected areas.",
    )
    return Finding(Verdict.PASS, says, layer.as_of)


def _activity(evidence: Evidence) -> Label:
    return UNDECLARED if evidence.activity is None else evidence.activity.says


_OTHER_ACTIVITY = Label(
    "请去掉红线内的小班，或只开展允许的有限人为活动。",
    "Take the sub-compartments within the redline out, or keep to the limited activities allowed.",
)


def _public_benefit(evidence: Evidence, numbers: tuple[int, ...]) -> Finding:
    answer = evidence.zones["public_benefit"]
    if numbers:
        says = Label("涉及公益林，须记明等级和补偿。", "Public-benefit forest: grade is recorded.")
        return Finding(Verdict.NOTED, says, _known(answer), numbers)
    if not answer.is_known:
        return _unknown(answer)
    says = Label("不涉及公益林。", "No public-benefit forest.")
    return Finding(Verdict.PASS, says, _known(answer))
