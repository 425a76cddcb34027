"""The points of a correction notice in the steps of the application that they concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qingshan.apps.applications.attachments import step_of_kind
from qingshan.apps.applications.models import Application, ApplicationCorrection, Draft
from qingshan.apps.applications.refusals import STEP_SETTLED
from qingshan.apps.casework.checks import items_of
from qingshan.apps.casework.models import CorrectionItem
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

TABLE = "applications.correction_step"
PART = "|"
LAST = "submit"
REPLY = "reply_"
"""Before the place of a point among the answers of a draft: what is said about it."""

STEP_LABELS = {
    "applicant": Label("谁申请", "Who applies"),
    "land": Label("林地", "Forest"),
    "method": Label("监测期与方法", "Period and method"),
    "households": Label("分户", "Households"),
    "papers": Label("公示与材料", "Notice and papers"),
    LAST: Label("承诺与提交", "Declare and submit"),
}
"""The six steps by their names in addresses, in order."""

_STEP_OF_FIELD = {
    **dict.fromkeys(("phone", "through_agent", "agent_name", "agent_fee"), "applicant"),
    **dict.fromkeys(("crs", "name", "place", "certificate", "tenure_number"), "land"),
    **dict.fromkeys(("first_day", "last_day", "method"), "method"),
    **dict.fromkeys(("notice_day", "consent_total", "consent_agreed"), "papers"),
    "declared": LAST,
}


@dataclass(frozen=True)
class Point:
    """One item of the notice: what is demanded, and the steps at which it is put right."""

    item: CorrectionItem
    label: Label
    steps: tuple[str, ...]

    @property
    def place(self) -> int:
        """Its place in the notice."""
        return self.item.place

    @property
    def step_labels(self) -> list[Label]:
        """The names of those steps, in their order."""
        return [label for name, label in STEP_LABELS.items() if name in self.steps]

    @property
    def field(self) -> str:
        """The field of the last step in which something is said about it."""
        return f"{REPLY}{self.place}"


def step_of_field(name: str) -> str:
    """The step that asks for an answer."""
    if name.startswith("option_"):
        return "method"
    return _STEP_OF_FIELD.get(name, LAST)


def points_of(draft: Draft) -> list[Point]:
    """The points of the notice that a draft answers, in its order; none for a first application."""
    if draft.notice is None:
        return []
    case = draft.notice.case
    labels = {item.key: item.label for item in items_of(case)}
    shelf = open_shelf()
    told = {row.key: row.value_text for row in shelf.rows(TABLE, draft.notice.dated)}
    return [
        Point(
            item,
            labels.get(item.item, Label(item.item, item.item)),
            tuple(filter(None, told.get(item.item, "").split(PART))),
        )
        for item in draft.notice.items.order_by("place")
    ]


def is_settled(draft: Draft, step: str) -> bool:
    """Whether a step was examined and no point of the notice concerns it."""
    if draft.notice_id is None or step == LAST:
        return False
    return all(step not in point.steps for point in points_of(draft))


def must_be_open(draft: Draft, steps: Iterable[str]) -> None:
    """Refuse (E-AP-13) to change a step that the notice does not name."""
    for step in sorted(set(steps)):
        if is_settled(draft, step):
            raise Refused.because(STEP_SETTLED, str(draft), step=STEP_LABELS[step])


def latest_correction(found: Application) -> ApplicationCorrection | None:
    """The newest correction of an application, if there was one."""
    return found.corrections.select_related("draft", "notice").order_by("-pk").first()


def draft_before(draft: Draft) -> Draft:
    """The draft as it was handed in last, before the notice."""
    assert draft.notice is not None, "only a correction has one"
    application = draft.notice.case.application
    earlier = latest_correction(application)
    return earlier.draft if earlier else application.draft


def changed_steps(draft: Draft) -> set[str]:
    """The steps in which something differs from what was handed in last."""
    before = draft_before(draft)
    fields = {
        name
        for name in draft.answers.keys() | before.answers.keys()
        if draft.answers.get(name, "") != before.answers.get(name, "")
        and not name.startswith(REPLY)
    }
    papers = {kind for kind, *_ in _given(draft) ^ _given(before)}
    return {step_of_field(name) for name in fields} | {step_of_kind(kind) for kind in papers}


def unanswered_points(draft: Draft) -> Iterator[Point]:
    """Points without a word and without a change in any of their steps.

    The last step is asked for anyway: declaration and signature are given anew.
    """
    points = points_of(draft)
    done = changed_steps(draft) | {LAST} if points else set()
    for point in points:
        if not draft.answers.get(point.field, "").strip() and not done & set(point.steps):
            yield point


def _given(draft: Draft) -> set[tuple[str, str, int, str]]:
    """The papers by what a copy shares with its original: kind, name, size, the moment."""
    rows = draft.attachments.values_list("kind", "name", "size_bytes", "entered")
    return {(kind, name, size, entered.isoformat()) for kind, name, size, entered in rows}
