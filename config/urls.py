"""Every address of the city."""

from django.urls import include, path

from config import health
from config.api import api

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("", include("nuanban.ui.urls")),
    path("", include("nuanban.portal.urls")),
    path("", include("nuanban.catalogue.urls")),
    path("", include("nuanban.papers.urls")),
    path("", include("nuanban.notices.urls")),
    path("", include("nuanban.ratings.urls")),
    path("", include("nuanban.reports.urls")),
    path("", include("nuanban.accounts.urls")),
    path("", include("nuanban.residents.urls")),
    path("", include("nuanban.team.urls")),
    path("", include("nuanban.eligibility.urls")),
    path("", include("nuanban.cases.urls")),
    path("", include("nuanban.feeds.urls")),
    path("", include("nuanban.zone.urls")),
    path("", include("nuanban.visits.urls")),
    path("", include("nuanban.proactive.urls")),
    path("", include("nuanban.knocks.urls")),
    path("", include("nuanban.villages.urls")),
    path("", include("nuanban.desk.urls")),
]

handler400 = "nuanban.ui.views.bad_request"
handler403 = "nuanban.ui.views.forbidden"
handler404 = "nuanban.ui.views.not_found"
handler500 = "config.troubles.server_error"
