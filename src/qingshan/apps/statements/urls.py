"""The addresses of the statements of account."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.statements import views

urlpatterns = [
    path("desk/statement/", views.statement, name="account_statement"),
    path("desk/statement/lines.csv", views.statement_csv, name="account_statement_csv"),
    path("desk/statement/paper.pdf", views.statement_paper, name="account_statement_pdf"),
]
