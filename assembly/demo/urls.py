"""The demonstration's addresses; the project includes them in demo mode alone."""

from django.urls import path

from assembly.demo import views

urlpatterns = [
    path("", views.personas, name="demo"),
    path("as/<slug:key>/", views.sign_in_as, name="demo_sign_in"),
    path("mailbox/", views.mailbox, name="demo_mailbox"),
    path("files/<str:name>", views.try_file, name="demo_file"),
]
