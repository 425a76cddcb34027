"""What the remedies room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

CASE_KNOWN = declare(
    "E-RM-01",
    what=Label("案号{place}已经登记过认购。", "The case {place} already has a subscription."),
    why=Label("同一案号只登记一次，避免重复认购。", "One case number stands for one subscription."),
    remedy=Label(
        "请核对案号；追加认购请注明补充裁定案号。", "Check the number; add a supplementary ruling."
    ),
)
TERMS_WRONG = declare(
    "E-RM-02",
    what=Label("认购数量或价格无效。", "The quantity or the price is not valid."),
    why=Label("数量最多四位小数，数量和价格须大于零。", "At most four decimals; both above zero."),
    remedy=Label("请按裁判文书更正。", "Correct them by the ruling."),
)
