"""The addresses of the custody of money."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.custody.views import custody, money, statements

urlpatterns = [
    path("desk/money/", money.money, name="money"),
    path("desk/money/accounts/enter/", money.enter_account, name="enter_bank_account"),
    path("desk/money/accounts/<int:account>/end/", money.end_account, name="end_bank_account"),
    path("desk/money/pay-outs/ask/", money.pay_out, name="ask_pay_out"),
    path("desk/money/pay-outs/<str:number>/cancel/", money.cancel, name="cancel_pay_out"),
    path("desk/custody/", custody.custody, name="custody"),
    path("desk/custody/pay-in/", custody.receive, name="pay_in"),
    path("desk/custody/pay-outs/<str:number>/", custody.paid, name="confirm_pay_out"),
    path(
        "desk/custody/accounts/<int:account>/confirm/",
        custody.confirm_account,
        name="confirm_bank_account",
    ),
    path("desk/custody/statements/read/", statements.read, name="read_statement"),
    path(
        "desk/custody/statements/template.<str:suffix>",
        statements.template_file,
        name="movements_template",
    ),
    path("desk/custody/statements/<int:statement>/", statements.statement, name="bank_statement"),
    path("desk/custody/statements/<int:statement>/book/", statements.book, name="book_statement"),
    path(
        "desk/custody/statements/<int:statement>/discard/",
        statements.discard,
        name="discard_statement",
    ),
    path("desk/custody/days/<str:day>/", statements.day, name="custody_day"),
    path("desk/custody/days/<str:day>/movements.csv", statements.day_csv, name="custody_day_csv"),
    path(
        "desk/custody/differences/<int:difference>/explain/",
        statements.explain,
        name="explain_difference",
    ),
    path(
        "desk/custody/differences/<int:difference>/book/",
        statements.book_for,
        name="book_difference",
    ),
]
