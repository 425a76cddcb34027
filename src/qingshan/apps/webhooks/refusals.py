"""What the room of webhooks refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

URL_WRONG = declare(
    "E-WH-01",
    what=Label("网址“{place}”不能使用：{fault}。", "{place} cannot be used: {fault}."),
    why=Label(
        "事件只发往公网上加密的地址，以免借本站访问内部网络。",
        "Events go to encrypted public addresses alone: nobody reaches inner networks by us.",
    ),
    remedy=Label(
        "请填写 https:// 开头、域名解析到公网的网址，不含账号。",
        "Give an address that begins with https://, resolves to the public network and names no"
        " account.",
    ),
)
TOPIC_DENIED = declare(
    "E-WH-02",
    what=Label("您不能为{party}订阅“{place}”。", "You cannot have {place} sent for {party}."),
    why=Label("订阅不能超过您在该单位的岗位。", "A subscription never exceeds your roles there."),
    remedy=Label(
        "请去掉该项，或由有此岗位的人登记。", "Leave it out, or let a holder of the role do it."
    ),
)
WEBHOOKS_MANY = declare(
    "E-WH-03",
    what=Label("{party}已登记 {most} 个网址。", "{party} has {most} addresses already."),
    why=Label("每个网址都要逐一送达。", "Every address is called one by one."),
    remedy=Label("请先停用不再使用的。", "End one that is no longer used."),
)
WEBHOOK_FOREIGN = declare(
    "E-WH-04",
    what=Label("这个网址不是您登记的，或已停用。", "This address is not yours, or was ended."),
    why=Label("网址只由登记人停用和重发。", "Its owner alone ends it and sends again."),
    remedy=Label("请刷新列表。", "Reload the list."),
)
CALL_OPEN = declare(
    "E-WH-05",
    what=Label("这次送达还在进行，或已经成功。", "This call is still under way, or has arrived."),
    why=Label("成功送达的事件不重复发送。", "What has arrived is not sent again."),
    remedy=Label("请等它结束后再重发。", "Wait until it was given up."),
)
