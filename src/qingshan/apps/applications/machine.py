"""The states of a draft; outside the first two nothing of its contents is kept."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

DRAFT = Machine(
    name="application_draft",
    start="open",
    states={
        "open": Label("填写中", "being filled in"),
        "submitted": Label("已提交", "submitted"),
        "discarded": Label("已删除", "deleted"),
        "expired": Label("已到期", "expired"),
    },
    moves=(
        Move("save_draft", "open", "open", "applicant"),
        Move("attach_paper", "open", "open", "applicant"),
        Move("detach_paper", "open", "open", "applicant"),
        Move("submit_application", "open", "submitted", "applicant"),
        Move("submit_correction", "open", "submitted", "applicant"),
        Move("discard_draft", "open", "discarded", "applicant"),
        Move("expire_draft", "open", "expired", "system"),
    ),
)
