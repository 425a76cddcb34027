"""What the portal refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

PARAMETER_UNKNOWN = declare(
    "E-PO-01",
    what=Label("网址中的参数“{place}”无效。", "The parameter “{place}” is unknown."),
    why=Label(
        "若忽略该参数，显示的结果会与您的要求不符。",
        "Ignoring it would show something else than you asked for.",
    ),
    remedy=Label("可用的参数：{known}。", "Known parameters: {known}."),
)
FILE_MISSING = declare(
    "E-PO-02",
    what=Label("没有收到文件。", "No file was received."),
    why=Label("查验和预检都要先有文件。", "There is nothing to check."),
    remedy=Label("请选择文件后再提交。", "Choose a file and send it again."),
)
FILE_LARGE = declare(
    "E-PO-03",
    what=Label(
        "文件 {size_mb} MB，超过 {limit_mb} MB。",
        "The file has {size_mb} MB, more than {limit_mb} MB.",
    ),
    why=Label("过大的文件会影响其他人使用。", "Large files would slow everybody down."),
    remedy=Label(
        "请拆分图层，或只保留需要的小班。", "Split the layer or keep only what is needed."
    ),
)
QR_UNREADABLE = declare(
    "E-PO-04",
    what=Label("图片中没有读到二维码。", "No QR code was found in the picture."),
    why=Label("照片可能模糊、反光或没有拍全。", "It may be blurred, glaring or cut off."),
    remedy=Label("请对准二维码重拍，或改用票号查验。", "Take it again, or enter the number."),
)
NOT_WAITING = declare(
    "E-PO-05",
    what=Label(
        "没有等待您办理的这一事项（{place}）。", "Nothing of that kind waits for you ({place})."
    ),
    why=Label("事项可能已由他人办结。", "Somebody else may have done it."),
    remedy=Label("请回到待办刷新。", "Go back to the inbox and reload."),
)
