"""For what units may be retired."""

from __future__ import annotations

from qingshan.core.kernel.label import Label

JUDICIAL = "judicial"
"""Only an order of a court leads to it."""

DECLARED_USE = Label("买方申报用途", "Use declared by the buyer")
"""What a deal says of its use: the units need not be retired."""

PURPOSES: dict[str, Label] = {
    "own_emissions": Label("抵消自身排放", "own emissions"),
    "event": Label("会议活动碳中和", "event"),
    "product_period": Label("产品或服务期间", "product or service period"),
    "public_good": Label("公益注销", "public good"),
    "duty_planting": Label("替代义务植树", "in place of planting duty"),
    JUDICIAL: Label("司法认购", "court-ordered purchase"),
}
"""Uses named in local practice (RULES 2.2, form F11)."""
