"""The addresses of auctions: for everybody, for sellers and bidders, for the operator."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.auctions.views import bidding, operating, watching

urlpatterns = [
    path("market/auctions/", watching.auctions, name="auctions"),
    path("market/auctions/<str:number>/", watching.auction, name="auction"),
    path("market/auctions/<str:number>/record.json", watching.record, name="auction_record"),
    path("market/auctions/<str:number>/bid/", bidding.bid, name="seal_bid"),
    path("market/auctions/<str:number>/slip/", bidding.slip, name="auction_slip"),
    path("desk/bids/<str:number>/open/", bidding.unseal, name="unseal_bid"),
    path(
        "desk/holdings/<str:number>/<int:party>/auction/",
        bidding.propose,
        name="propose_auction",
    ),
    path("desk/auctions/", operating.desk, name="auction_desk"),
    path("desk/auctions/<str:number>/admit/", operating.admit, name="admit_auction"),
    path("desk/auctions/<str:number>/return/", operating.send_back, name="return_auction"),
    path("desk/auctions/<str:number>/call-off/", operating.call_off, name="call_off_auction"),
    path("desk/auctions/<str:number>/clear/", operating.clear, name="clear_auction"),
]
