"""Addresses of honoraria, claims and payments."""

from django.urls import path

from scheduling.views import claims, money, own_money, pay_details

urlpatterns = [
    path("", money.PaymentsView.as_view(), name="payments"),
    path("terms/", money.TermsView.as_view(), name="payment_terms"),
    path("honoraria/<int:number>/", money.HonorariaView.as_view(), name="honoraria"),
    path("claims/", claims.ClaimsView.as_view(), name="claims"),
    path("claims/new/", claims.EnterClaimView.as_view(), name="claim_new"),
    path("claims/<int:number>/", claims.ClaimView.as_view(), name="claim"),
    path("claims/<int:number>/receipts/<int:pk>/", claims.ClaimReceiptView.as_view(), name="claim_receipt"),
    path("made/<int:number>/", money.PaymentView.as_view(), name="payment"),
    path("made/<int:number>/export/", money.PaymentExportView.as_view(), name="payment_export"),
    path("details/<int:pk>/", pay_details.PayDetailsView.as_view(), name="pay_details"),
    path("mine/", own_money.OwnPaymentsView.as_view(), name="own_payments"),
    path("mine/claims/new/", own_money.OwnClaimNewView.as_view(), name="own_claim_new"),
    path("mine/claims/<int:number>/", own_money.OwnClaimView.as_view(), name="own_claim"),
    path(
        "mine/claims/<int:number>/receipts/<int:pk>/",
        own_money.OwnReceiptView.as_view(),
        name="own_receipt",
    ),
    path("mine/details/", own_money.OwnDetailsView.as_view(), name="own_pay_details"),
]
