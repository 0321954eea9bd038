"""Sortition's addresses: an assembly's own, and the public pages of registration."""

from django.urls import include, path

from sortition.views import answer, register

urlpatterns = [
    path("answer/<str:token>/", answer.AnswerView.as_view(), name="answer"),
    path("r/<slug:code>/", register.ShortLinkView.as_view(), name="register_short"),
    path("r/<slug:code>/<slug:letter>/", register.ShortLinkView.as_view(), name="register_letter"),
    path("register/<slug:slug>/", register.RegisterView.as_view(), name="register"),
    path("register/<slug:slug>/test/", register.TestRegisterView.as_view(), name="register_test"),
    path("register/<slug:slug>/thanks/<uuid:token>/", register.ThanksView.as_view(), name="register_thanks"),
    path("assemblies/<slug:slug>/pool/waves/", include("sortition.urls_waves")),
    path("assemblies/<slug:slug>/pool/", include("sortition.urls_pool")),
    path("assemblies/<slug:slug>/targets/", include("sortition.urls_targets")),
    path("assemblies/<slug:slug>/lottery/", include("sortition.urls_lottery")),
    path("assemblies/<slug:slug>/panel/", include("sortition.urls_offers")),
    path("assemblies/<slug:slug>/panel/", include("sortition.urls_panel")),
]
