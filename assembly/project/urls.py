"""All addresses: each app lists its own, this file puts them together."""

from django.conf import settings
from django.urls import include, path

from assembly.admin import site

urlpatterns = [
    path("", include("assembly.urls")),
    path("", include("sortition.urls")),
    path("", include("scheduling.urls")),
    path("", include("evidence.urls")),
    path("", include("assembly.outcomes.urls")),
    path("", include("assembly.evaluation.urls")),
    path("", include("assembly.connections.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("platform/", site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("assembly.demo.urls")))

handler400 = "assembly.views.errors.bad_request"
handler403 = "assembly.views.errors.forbidden"
handler404 = "assembly.views.errors.not_found"
handler500 = "assembly.views.errors.server_error"
