"""Addresses: Webhooks."""

from django.urls import URLPattern, path

from assembly.connections.views import deliveries, webhooks

_ALL = "assemblies/<slug:slug>/connections/webhooks/"
_ONE = f"{_ALL}<int:number>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, webhooks.WebhooksView.as_view(), name="connections_webhooks"),
    path(f"{_ALL}new/", webhooks.WebhookNewView.as_view(), name="connections_webhook_new"),
    path(_ONE, webhooks.WebhookView.as_view(), name="connections_webhook"),
    path(f"{_ONE}change/", webhooks.WebhookChangeView.as_view(), name="connections_webhook_change"),
    path(f"{_ONE}secret/", webhooks.WebhookSecretView.as_view(), name="connections_webhook_secret"),
    path(f"{_ONE}end/", webhooks.WebhookEndView.as_view(), name="connections_webhook_end"),
    path(f"{_ONE}deliveries/<int:entry>/", deliveries.DeliveryView.as_view(), name="connections_delivery"),
]
