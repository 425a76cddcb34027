"""The addresses of notices and of what is said about them."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.notices.views import commenting, complaining, desk, public

NOTICE = "notices/<str:number>/"
COMMENT = "desk/comments/<str:number>/"

urlpatterns = [
    path("notices/", public.board, name="notices"),
    path("notices/receipt/", commenting.receipts, name="receipts"),
    path(NOTICE, public.notice, name="notice"),
    path(NOTICE + "why/<path:node>/", public.explained, name="notice_why"),
    path(NOTICE + "report/", public.document, name="notice_report"),
    path(NOTICE + "report.pdf", public.document_pdf, name="notice_report_pdf"),
    path(NOTICE + "comment/", commenting.comment, name="comment"),
    path(NOTICE + "comments.csv", public.table_csv, name="comments_csv"),
    path(NOTICE + "comments.pdf", public.table_pdf, name="comments_pdf"),
    path("report/", complaining.report, name="report"),
    path("report/file/", complaining.complain, name="complain"),
    path("report/progress/", complaining.progress, name="complaint_progress"),
    path(
        "desk/complaints/<str:number>/attachment/",
        complaining.attachment,
        name="complaint_attachment",
    ),
    path("desk/notices/<str:number>/end/", desk.end, name="end_notice"),
    path(COMMENT + "answer/", desk.answer, name="answer_comment"),
    path(COMMENT + "judge/", desk.judge, name="judge_comment"),
    path(COMMENT + "attachment/", desk.attachment, name="comment_attachment"),
]
