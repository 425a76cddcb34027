"""What a request for features is refused for."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

PARAMETER_UNKNOWN = declare(
    "E-FT-01",
    what=Label("不认识参数“{place}”。", "The parameter “{place}” is not known."),
    why=Label(
        "忽略一个参数会给出您没有要求的结果。",
        "To leave a parameter out would answer a question that was not asked.",
    ),
    remedy=Label("这里可用的参数：{known}。", "Parameters known here: {known}."),
)
VALUE_WRONG = declare(
    "E-FT-02",
    what=Label(
        "参数“{place}”的值“{value}”不合规定。", "The value “{value}” of “{place}” does not fit."
    ),
    why=Label("应为{rule}。", "It must be {rule}."),
    remedy=Label("请改正后再次请求。", "Correct it and ask again."),
)
COLLECTION_UNKNOWN = declare(
    "E-FT-03",
    what=Label("没有名为“{place}”的图层。", "There is no layer “{place}”."),
    why=Label("只提供所列的图层。", "Only the listed layers are served."),
    remedy=Label("可用的图层：{known}。", "Layers served: {known}."),
)
FEATURE_UNKNOWN = declare(
    "E-FT-04",
    what=Label(
        "图层“{collection}”中没有第 {place} 号要素。", "“{collection}” has no feature {place}."
    ),
    why=Label(
        "编号可能有误，或该小班已被以后的调查替代。",
        "The number may be wrong, or a later survey took its place.",
    ),
    remedy=Label("请从图层的要素列表中选取。", "Take one from the list of features."),
)
