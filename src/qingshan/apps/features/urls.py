"""The addresses of the layers."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.features import dumps_page, views

urlpatterns = [
    path("data/layers/", views.guide, name="features_guide"),
    path("data/dumps/", dumps_page.dumps, name="dumps"),
    path("data/dumps/<str:day>/<str:name>", dumps_page.dump_file, name="dump_file"),
    path("ogc/", views.landing, name="features"),
    path("ogc/api", views.description, name="features_description"),
    path("ogc/conformance", views.conformance, name="features_conformance"),
    path("ogc/collections", views.collections, name="features_collections"),
    path("ogc/collections/<str:name>", views.collection, name="features_collection"),
    path("ogc/collections/<str:name>/items", views.items, name="features_items"),
    path("ogc/collections/<str:name>/items/<str:key>", views.item, name="features_item"),
]
