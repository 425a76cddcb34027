"""The addresses of those who retire, and of the public list of shares."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.retirements.views import footprint, pools, public, retiring

POOL = "desk/pools/<str:number>/"

urlpatterns = [
    path("desk/retiring/", retiring.retiring, name="retiring"),
    path("desk/retiring/<str:number>/<int:party>/", retiring.retire, name="retire"),
    path("desk/retiring/<str:number>/<int:party>/pool/", retiring.begin, name="open_pool"),
    path("desk/participants.<str:suffix>", pools.template_file, name="participants_template"),
    path(POOL, pools.pool, name="pool"),
    path(POOL + "share/", pools.add, name="add_share"),
    path(POOL + "list/", pools.add_list, name="add_shares"),
    path(POOL + "drop/", pools.drop, name="drop_share"),
    path(POOL + "close/", pools.close, name="close_pool"),
    path(POOL + "withdraw/", pools.withdraw, name="withdraw_pool"),
    path("footprint/", footprint.calculator, name="footprint"),
    path("retirements/<str:number>/shares/", public.shares, name="retirement_shares"),
]
