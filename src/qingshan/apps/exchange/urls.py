"""The addresses of the exchange: rules, series, requests, the operator's desk."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.exchange.views import (
    blocks,
    bulletins,
    clearing,
    deals,
    holdings,
    inquiries,
    operating,
    reviewing,
    series,
    streams,
    zones,
)

urlpatterns = [
    path("market/rules/", operating.rules, name="market_rules"),
    path("market/bulletins/", bulletins.bulletins, name="bulletins"),
    path("market/bulletins/<str:day>/", bulletins.bulletin, name="bulletin"),
    path(
        "market/bulletins/<str:day>/bulletin.<str:suffix>",
        bulletins.bulletin_file,
        name="bulletin_file",
    ),
    path("market/tickets/<str:number>/", series.series, name="series"),
    path("market/stream/", streams.stream, name="market_stream"),
    path("market/tickets/<str:number>/stream/", streams.stream, name="series_stream"),
    path("market/tickets/<str:number>/bid/", series.bid, name="place_bid"),
    path("market/tickets/<str:number>/block/", blocks.propose, name="propose_block"),
    path("desk/blocks/<str:number>/", blocks.block, name="block"),
    path("desk/blocks/<str:number>/decline/", blocks.decline, name="decline_block"),
    path("market/zones/<str:zone>/", zones.zone, name="zone"),
    path("market/zones/listings/<str:number>/", zones.buy, name="buy_in_zone"),
    path("market/tickets/<str:number>/inquiry/", inquiries.ask, name="open_inquiry"),
    path("desk/inquiries/", inquiries.inquiries, name="inquiries"),
    path("desk/inquiries/<str:number>/", inquiries.inquiry, name="inquiry"),
    path("desk/inquiries/<str:number>/decline/", inquiries.decline, name="decline_inquiry"),
    path("desk/quotations/<str:number>/", inquiries.accept, name="accept_quotation"),
    path("market/bids/<str:number>/fill/", series.fill, name="fill_bid"),
    path("desk/deals/", deals.deals, name="deals"),
    path("desk/deals/<str:number>/contract.pdf", deals.contract, name="deal_contract"),
    path("desk/deals/<str:number>/<str:side>.pdf", deals.statement, name="deal_statement"),
    path("desk/holdings/", holdings.large_holdings, name="large_holdings"),
    path("desk/holdings/<str:number>/", holdings.report, name="report_holding"),
    path("desk/deals/<str:number>/object/", clearing.object_to, name="object_to_trade"),
    path("desk/deals/<str:number>/correct/", clearing.correct, name="correct_trade"),
    path("desk/objections/<int:objection>/", clearing.answer, name="answer_objection"),
    path("desk/clearing/", clearing.days, name="clearings"),
    path("desk/clearing/fees-<str:month>.csv", clearing.fees_csv, name="fees_csv"),
    path("desk/clearing/<str:day>/", clearing.day, name="clearing"),
    path("desk/clearing/<str:day>/clearing.csv", clearing.day_csv, name="clearing_csv"),
    path("desk/trading/", operating.desk, name="trading_desk"),
    path("desk/trading/halt/", operating.halt, name="halt_trading"),
    path("desk/trading/listings/", reviewing.listings, name="listing_reviews"),
    path("desk/trading/listings/<str:number>/admit/", reviewing.admit, name="admit_listing"),
    path("desk/trading/listings/<str:number>/refuse/", reviewing.refuse, name="refuse_listing"),
    path("desk/trading/settle/", operating.settle, name="settle_together"),
    path("desk/trading/halts/<int:halt>/resume/", operating.resume, name="resume_trading"),
]
