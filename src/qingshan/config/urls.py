"""The addresses of the house: Chinese without prefix, English under ``/en/``."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    # First what programs and the public ask for: addresses are tried one after the other.
    path("", include("qingshan.apps.interface.urls")),
    path("", include("qingshan.apps.portal.urls")),
    path("", include("qingshan.apps.base.urls")),
    path("", include("qingshan.apps.casework.urls")),
    path("", include("qingshan.apps.projects.urls")),
    path("", include("qingshan.apps.applications.urls")),
    path("", include("qingshan.apps.notices.urls")),
    path("", include("qingshan.apps.review.urls")),
    path("", include("qingshan.apps.parties.urls")),
    path("", include("qingshan.apps.registry.urls")),
    path("", include("qingshan.apps.letters.urls")),
    path("", include("qingshan.apps.custody.urls")),
    path("", include("qingshan.apps.exchange.urls")),
    path("", include("qingshan.apps.remedies.urls")),
    path("", include("qingshan.apps.pledges.urls")),
    path("", include("qingshan.apps.retirements.urls")),
    path("", include("qingshan.apps.auctions.urls")),
    path("", include("qingshan.apps.agreement.urls")),
    path("", include("qingshan.apps.diligence.urls")),
    path("", include("qingshan.apps.rulebook.urls")),
    path("", include("qingshan.apps.gazette.urls")),
    path("", include("qingshan.apps.surveillance.urls")),
    path("", include("qingshan.apps.statements.urls")),
    path("", include("qingshan.apps.features.urls")),
    path("", include("qingshan.apps.webhooks.urls")),
    prefix_default_language=False,
)
