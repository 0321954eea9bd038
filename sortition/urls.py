"""Sortition's addresses: an assembly's own, and the public pages of registration."""

from django.urls import include, path

from sortition.views import answer, draws_public, draws_verify, register

urlpatterns = [
    path("answer/<str:token>/", answer.AnswerView.as_view(), name="answer"),
    path("r/<slug:code>/", register.ShortLinkView.as_view(), name="register_short"),
    path("r/<slug:code>/<slug:letter>/", register.ShortLinkView.as_view(), name="register_letter"),
    path("register/<slug:slug>/", register.RegisterView.as_view(), name="register"),
    path("register/<slug:slug>/test/", register.TestRegisterView.as_view(), name="register_test"),
    path("register/<slug:slug>/thanks/<uuid:token>/", register.ThanksView.as_view(), name="register_thanks"),
    path("draws/verify/", draws_verify.VerifyDrawView.as_view(), name="verify_draw"),
    path("draws/verify/verify.py", draws_verify.VerifyProgramView.as_view(), name="verify_program"),
    path("draws/own/<str:token>/", draws_public.OwnOpeningView.as_view(), name="own_opening"),
    path("draws/<slug:slug>/", draws_public.PublicDrawsView.as_view(), name="public_draws"),
    path("draws/<slug:slug>/<int:number>/", draws_public.PublicDrawView.as_view(), name="public_draw"),
    path(
        "draws/<slug:slug>/<int:number>/file.json",
        draws_public.PublicDrawFileView.as_view(),
        name="public_draw_file",
    ),
    path("assemblies/<slug:slug>/pool/waves/", include("sortition.urls_waves")),
    path("assemblies/<slug:slug>/pool/", include("sortition.urls_pool")),
    path("assemblies/<slug:slug>/targets/", include("sortition.urls_targets")),
    path("assemblies/<slug:slug>/lottery/draws/", include("sortition.urls_draws")),
    path("assemblies/<slug:slug>/lottery/", include("sortition.urls_lottery")),
    path("assemblies/<slug:slug>/panel/members/", include("sortition.urls_members")),
    path("assemblies/<slug:slug>/panel/", include("sortition.urls_offers")),
    path("assemblies/<slug:slug>/panel/", include("sortition.urls_panel")),
]
