"""What the portal refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

FILE_MISSING = declare(
    "E-PO-02",
    what=Label("没有收到文件。", "No file was received."),
    why=Label("查验和预检都要先有文件。", "There is nothing to check."),
    remedy=Label("请选择文件后再提交。", "Choose a file and send it again."),
)
QR_UNREADABLE = declare(
    "E-PO-04",
    what=Label("图片中没有读到二维码。", "No QR code was found in the picture."),
    why=Label("照片可能模糊、反光或没有拍全。", "It may be blurred, glaring or cut off."),
    remedy=Label("请对准二维码重拍，或改用票号查验。", "Take it again, or enter the number."),
)
FILE_FOREIGN = declare(
    "E-PO-20",
    what=Label(
        "“{place}”不是 PDF，也不是照片，不能查验。", "“{place}” is neither a PDF nor a picture."
    ),
    why=Label(
        "能查验的是收到的 PDF，或者二维码的照片（JPEG、PNG、WebP）。",
        "What can be checked is the PDF you received, or a photo of its code (JPEG, PNG, WebP).",
    ),
    remedy=Label(
        "请放入原来的 PDF，或拍下二维码；也可以输入编号查验。",
        "Drop the PDF itself or photograph the code; or enter the number.",
    ),
)
NOT_WAITING = declare(
    "E-PO-05",
    what=Label(
        "没有等待您办理的这一事项（{place}）。", "Nothing of that kind waits for you ({place})."
    ),
    why=Label("事项可能已由他人办结。", "Somebody else may have done it."),
    remedy=Label("请回到待办刷新。", "Go back to the inbox and reload."),
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
