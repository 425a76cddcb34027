"""The six steps of an application, what each asks for, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qingshan.apps.applications.attachments import PAPERS, step_of_kind
from qingshan.apps.applications.limits import materials
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.points import STEP_LABELS, unanswered_points
from qingshan.apps.applications.refusals import AGENT_HIDDEN, ITEM_MISSING, POINT_UNANSWERED
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label


@dataclass(frozen=True)
class Stage:
    """One step: its name in addresses, and what it is called."""

    name: str
    label: Label


STEPS = tuple(Stage(name, label) for name, label in STEP_LABELS.items())
NUMBER_OF = {step.name: number for number, step in enumerate(STEPS, 1)}

ITEMS: dict[str, tuple[str, Label]] = {
    "phone": ("applicant", Label("联系电话", "telephone")),
    "land": ("land", Label("小班文件或小班号", "sub-compartments")),
    "name": ("land", Label("项目名称", "name of the project")),
    "place": ("land", Label("乡镇、村", "township and village")),
    "tenure_number": ("land", Label("权属证号", "number of the certificate")),
    "method": ("method", Label("方法学", "method")),
    "first_day": ("method", Label("监测期起日", "first day of the period")),
    "last_day": ("method", Label("监测期止日", "last day of the period")),
    "households": ("households", Label("分户清单", "list of households")),
    "notice_day": ("papers", Label("村内公示日期", "day of the village notice")),
    "consent_total": ("papers", Label("应到户（人）数", "members in all")),
    "consent_agreed": ("papers", Label("同意户（人）数", "members who agreed")),
    "declared": ("submit", Label("承诺书", "declaration")),
    "signature": ("submit", PAPERS["signature"]),
}
"""What every application or some of them must tell, by field: the step it belongs to, its name."""

_AGENT = {
    "agent_name": Label("代理人", "agent"),
    "agent_fee": Label("收费方式", "basis of the fee"),
    "authority": PAPERS["authority"],
}


@dataclass(frozen=True)
class Gap:
    """Something that is missing: where it is asked for, and the refusal that it would be."""

    step: str
    field: str
    label: Label
    code: str = ITEM_MISSING

    @property
    def refusal(self) -> Refusal:
        """The gap as a reason why the application cannot be submitted."""
        facts = {
            "step": NUMBER_OF[self.step],
            "item": self.label,
            "at": self.step,
            "field": self.field,
        }
        return Refusal(self.code, self.label, facts)


def gaps(draft: Draft, as_of: date) -> list[Gap]:
    """What is still missing before the draft can be submitted, in the order of the steps."""
    told = {name for name, value in draft.answers.items() if value}
    given = set(draft.attachments.values_list("kind", flat=True))
    wanted = dict.fromkeys(_wanted(draft, as_of))
    missing = [gap for gap in wanted if gap.field not in told | given]
    for point in unanswered_points(draft):
        word = Label(f"补正第 {point.place} 项", f"item {point.place} of the notice")
        missing.append(Gap("submit", point.field, word, POINT_UNANSWERED))
    return sorted(missing, key=lambda gap: NUMBER_OF[gap.step])


def _wanted(draft: Draft, as_of: date) -> Iterator[Gap]:
    needed = [paper for paper, is_needed in materials(draft.party.kind, as_of).items() if is_needed]
    for name, (step, label) in ITEMS.items():
        is_collective = name in {"notice_day", "consent_total", "consent_agreed"}
        if (is_collective and "consent" not in needed) or (
            name == "households" and "households" not in needed
        ):
            continue
        yield Gap(step, name, label)
    for paper in needed:
        if paper in PAPERS and not (paper == "certificate" and draft.answers.get("certificate")):
            yield Gap(step_of_kind(paper), paper, PAPERS[paper])
    if draft.answers.get("through_agent") == "yes":
        for name, label in _AGENT.items():
            yield Gap("applicant", name, label, AGENT_HIDDEN)
