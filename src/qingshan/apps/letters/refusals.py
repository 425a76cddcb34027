"""What the room of letters refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

NOTHING_TO_WRITE = declare(
    "E-LT-01",
    what=Label("“{place}”不产生这种文书。", "No such letter follows from {place}."),
    why=Label("文书须有对应的办理事项。", "A letter follows from an act of its own kind."),
    remedy=Label("请核对事项和文书种类。", "Look up the act and the kind of letter."),
)
OFFICE_MISSING = declare(
    "E-LT-02",
    what=Label(
        "“{place}”的文书没有出具机关。", "There is no office to write the letter of {place}."
    ),
    why=Label("文书须写明出具机关。", "A letter names the office that writes it."),
    remedy=Label("请先登记登记机构及其人员。", "Enter the registrar and its people first."),
)
