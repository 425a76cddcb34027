"""What may be done within the ecological redline: declared activities against the ten allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf

TABLE = "zoning.redline"
TEN = 10
_KIND, _DECLARED = "activity", "declared"
_NUMBERS = "一二三四五六七八九十"


class Standing(Enum):
    """How an activity stands to the redline outside core protection zones."""

    ALLOWED = "allowed"
    LIMITED = "limited"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True)
class Activity:
    """One activity that may be declared.

    ``number`` is its place among the ten limited activities (自然资发〔2022〕142号, 一), None for
    one that is none of them; ``kind`` the words of that place, ``condition`` what it is bound to.
    """

    code: str
    label: Label
    standing: Standing
    number: int | None = None
    kind: Label | None = None
    condition: Label | None = None
    document: str = ""

    @property
    def says(self) -> Label:
        """What the redline has to say to it, in official words."""
        if self.number is None:
            return Label(
                f"填报的活动（{self.label.zh}）不属于{self.document}所列十类有限人为活动，"
                "红线内不允许。",
                f"The activity declared ({self.label.en}) is none of the ten limited activities of "
                f"{self.document} and is not allowed within the redline.",
            )
        assert self.kind is not None
        assert self.condition is not None
        ordinal = _NUMBERS[self.number - 1]
        if self.standing is Standing.ALLOWED:
            return Label(
                f"填报的活动（{self.label.zh}）可归入{self.document}第{ordinal}类有限人为活动"
                f"“{self.kind.zh}”，允许；{self.condition.zh}。",
                f"The activity declared ({self.label.en}) counts as limited activity "
                f"{self.number} of {self.document} ({self.kind.en}): allowed, "
                f"{self.condition.en}.",
            )
        return Label(
            f"填报的活动（{self.label.zh}）属于{self.document}第{ordinal}类有限人为活动"
            f"“{self.kind.zh}”，有条件允许：{self.condition.zh}；涉及新增建设用地的，"
            "须有省级人民政府认定意见。",
            f"The activity declared ({self.label.en}) is limited activity {self.number} of "
            f"{self.document} ({self.kind.en}), allowed on conditions: {self.condition.en}; with "
            "new building land the provincial government's opinion is needed.",
        )


UNDECLARED = Label(
    "没有说明经营活动，是否属于允许的有限人为活动未知。",
    "No activity was declared: whether it is a limited activity that is allowed is unknown.",
)


def activities(shelf: Shelf, as_of: date) -> dict[str, Activity]:
    """Everything that may be declared: forest uses first, the ten of the notice, and none of them.

    Parameters
    ----------
    shelf, as_of
        Table ``zoning.redline`` and the date under which it is read.
    """
    declared = [key for key in shelf.keys(TABLE) if key.startswith(f"{_DECLARED}|")]
    uses = [_declared(key, shelf, as_of) for key in declared]
    ten = [_of_ten(number, shelf, as_of) for number in range(1, TEN + 1)]
    ordered = (
        *(one for one in uses if one.number is not None),
        *ten,
        *(one for one in uses if one.number is None),
    )
    return {one.code: one for one in ordered}


def _declared(key: str, shelf: Shelf, as_of: date) -> Activity:
    label = _label(key, "label", shelf, as_of)
    standing = Standing(shelf.text(TABLE, key=key, name="standing", as_of=as_of).value)
    code = key.partition("|")[2]
    if "activity" not in shelf.names(TABLE, key):
        return Activity(code, label, standing, document=_document(1, shelf, as_of))
    number = int(shelf.text(TABLE, key=key, name="activity", as_of=as_of).value)
    kind = _of_ten(number, shelf, as_of)
    return Activity(code, label, standing, number, kind.label, kind.condition, kind.document)


def _of_ten(number: int, shelf: Shelf, as_of: date) -> Activity:
    key = f"{_KIND}|{number}"
    label = _label(key, "label", shelf, as_of)
    condition = _label(key, "condition", shelf, as_of)
    document = _document(number, shelf, as_of)
    return Activity(str(number), label, Standing.LIMITED, number, label, condition, document)


def _document(number: int, shelf: Shelf, as_of: date) -> str:
    row = shelf.text(TABLE, key=f"{_KIND}|{number}", name="label_zh", as_of=as_of)
    return row.source.number or row.source.title


def _label(key: str, name: str, shelf: Shelf, as_of: date) -> Label:
    zh, en = (
        shelf.text(TABLE, key=key, name=f"{name}_{language}", as_of=as_of).value
        for language in ("zh", "en")
    )
    return Label(zh, en)
