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
FILES_MANY = declare(
    "E-PO-06",
    what=Label(
        "一次放了 {count} 个以上的文件，最多 {limit} 个。",
        "More than {count} files were sent at once; {limit} are the most.",
    ),
    why=Label("一次只检查一个图层。", "One layer is checked at a time."),
    remedy=Label(
        "请只放一个图层的文件，或压缩成一个 zip。",
        "Send the files of one layer only, or pack them into one zip.",
    ),
)
ASKED_OFTEN = declare(
    "E-PO-07",
    what=Label(
        "您的网络地址在 {window_min} 分钟内已检查 {count} 次。",
        "Your network address has run {count} checks within {window_min} minutes.",
    ),
    why=Label(
        "检查要占用计算资源，须让所有人都用得上。",
        "Checks cost computing time that all must share.",
    ),
    remedy=Label("请在 {wait_s} 秒后再试。", "Please try again in {wait_s} seconds."),
)
ALL_BUSY = declare(
    "E-PO-08",
    what=Label("正在检查的文件已满 {limit} 个。", "{limit} files are being checked right now."),
    why=Label(
        "同时读取太多文件会拖慢整个网站。", "Reading more at once would slow the whole site down."
    ),
    remedy=Label(
        "您的内容没有丢失，请在 {wait_s} 秒后再按一次。",
        "Nothing of yours is lost; press the button again in {wait_s} seconds.",
    ),
)
LINK_OVER = declare(
    "E-PO-09",
    what=Label("这份分享的预检报告已经失效。", "This shared pre-check report is no longer there."),
    why=Label(
        "分享链接到期或被分享人删除后，内容随即清除，无法恢复。",
        "After its last day, or when its maker deletes it, the contents are erased for good.",
    ),
    remedy=Label(
        "请向分享人索取 PDF，或用原文件重新预检。",
        "Ask whoever shared it for the PDF, or check the file again.",
    ),
)
RESULT_SPOILT = declare(
    "E-PO-10",
    what=Label(
        "预检结果不完整、被改动或已过期。", "The result is incomplete, was altered or is too old."
    ),
    why=Label(
        "报告只能由本站刚算出的结果生成。", "Reports are made only from a result of this site."
    ),
    remedy=Label("请重新检查一次，再下载或分享。", "Run the check again, then download or share."),
)
NOTHING_GIVEN = declare(
    "E-PO-11",
    what=Label("没有收到文件、图形或小班号。", "No file, drawing or number was received."),
    why=Label("预检要先知道是哪块林地。", "The check must know which forest is meant."),
    remedy=Label(
        "请放入文件、在地图上画出范围，或按村选择小班。",
        "Send a file, draw the area on the map, or choose it by village.",
    ),
)
DRAWING_WRONG = declare(
    "E-PO-12",
    what=Label("画的图形无法使用：{place}。", "The drawing cannot be used: {place}."),
    why=Label("图形须是闭合的面。", "It must be a closed area."),
    remedy=Label("请在图上重画。", "Draw it again on the map."),
)
NUMBERS_UNKNOWN = declare(
    "E-PO-13",
    what=Label(
        "登记簿中没有您选的小班（{place}）。",
        "The register holds no such sub-compartment ({place}).",
    ),
    why=Label(
        "按村选择只能用已入库的调查成果。", "Choosing works only with surveys that were entered."
    ),
    remedy=Label(
        "请另选，或放入文件、在地图上画。", "Choose another, send a file, or draw on the map."
    ),
)
REQUEST_WRONG = declare(
    "E-PO-14",
    what=Label("请求中的“{place}”不能使用：{problem}。", "“{place}” cannot be used: {problem}."),
    why=Label(
        "接口按说明文件逐项核对请求。", "The interface checks every part against its description."
    ),
    remedy=Label(
        "请按接口说明更正后重发。", "Correct it by the description of the interface and send again."
    ),
)
UPLOADS_OF_VISITOR = declare(
    "E-PO-15",
    what=Label(
        "您同时上传的文件已满 {limit} 个，这一个没有接收。",
        "You are sending {limit} files already; this one was not taken in.",
    ),
    why=Label(
        "同一来源同时上传的数量有限，以便其他人也能使用。",
        "Uploads of one visitor at a time are few, so that others can send theirs.",
    ),
    remedy=Label(
        "请等前面的文件传完，约 {wait_s} 秒后再试；文件仍在您的设备上。",
        "Let the others finish and try again in about {wait_s} seconds; your file is still yours.",
    ),
)
UPLOADS_FULL = declare(
    "E-PO-16",
    what=Label(
        "全站同时上传的文件已满 {limit} 个，这一个没有接收。",
        "{limit} files are being sent to this site right now; yours was not taken in.",
    ),
    why=Label(
        "同时接收太多文件会使所有人的上传都变慢。",
        "Taking in more at once would slow every upload down.",
    ),
    remedy=Label(
        "请约 {wait_s} 秒后再试；文件仍在您的设备上，无须重新准备。",
        "Try again in about {wait_s} seconds; your file is still on your device.",
    ),
)
