"""What the register of parties refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

CODE_KNOWN = declare(
    "E-PA-01",
    what=Label("信用代码{place}已经登记为“{party}”。", "{place} is entered as “{party}”."),
    why=Label("一个信用代码只对应一个主体。", "One credit code stands for one party."),
    remedy=Label(
        "请核对代码，或使用已登记的主体。", "Check the code, or use the party that is entered."
    ),
)
APPOINTED = declare(
    "E-PA-02",
    what=Label("该经办人已经登记过这一岗位。", "That operator already holds this role."),
    why=Label("同一人在同一单位的同一岗位只登记一次。", "A role is given once for one party."),
    remedy=Label("无须再次登记。", "Nothing more is to be done."),
)
