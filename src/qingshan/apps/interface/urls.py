"""The addresses of the interface, its guide and the tokens of the workspace."""

from __future__ import annotations

from django.urls import include, path

from qingshan.apps.interface import api
from qingshan.apps.interface.views import guide, tokens

urlpatterns = [
    path("api/", guide.interface, name="api"),
    path("api/v1/openapi.json", api.openapi, name="openapi"),
    path("api/v1/", include(api.patterns())),
    path("desk/tokens/", tokens.tokens, name="tokens"),
    path("desk/tokens/new/", tokens.new, name="token_new"),
    path("desk/tokens/<int:key>/end/", tokens.end, name="token_end"),
]
