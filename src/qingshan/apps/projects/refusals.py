"""What the projects room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

REPLAY_DIFFERS = declare(
    "E-PJ-01",
    what=Label("复算结果与报告不一致：{parts}。", "The replay differs from the report: {parts}."),
    why=Label(
        "核查即复算，各项摘要必须完全相同。", "Verification is replay; every digest must be equal."
    ),
    remedy=Label(
        "请计量机构查明差异后重新计量并报送。",
        "Let the measuring body find the difference, measure and report again.",
    ),
)
BODY_CONFLICT = declare(
    "E-PJ-02",
    what=Label("{party}不能在本项目中兼任两个角色。", "{party} may not act twice in one project."),
    why=Label(
        "项目业主、计量机构、核查机构必须相互独立。",
        "Owner, measuring body and verifying body must be independent.",
    ),
    remedy=Label("请改由无利害关系的机构承担。", "Choose a body without a tie."),
)
NO_RUN = declare(
    "E-PJ-03",
    what=Label("“{place}”还没有计量结果。", "“{place}” has no measurement yet."),
    why=Label("报告必须以一次留档的计量为依据。", "A report rests on a kept run."),
    remedy=Label("请先计量。", "Measure first."),
)
