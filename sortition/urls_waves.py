"""Addresses of invitation waves."""

from django.urls import path

from sortition.views import waves, waves_one

urlpatterns = [
    path("", waves.WavesView.as_view(), name="waves"),
    path("new/", waves.NewWaveView.as_view(), name="wave_new"),
    path("new/<int:pk>/", waves.WavePlanView.as_view(), name="wave_plan"),
    path("new/<int:pk>/rejected.csv", waves.RejectedAddressesView.as_view(), name="wave_rejected"),
    path("<int:number>/", waves_one.WaveView.as_view(), name="wave"),
    path("<int:number>/letters/", waves_one.WavePrintView.as_view(), name="wave_print"),
    path("<int:number>/progress/", waves_one.WaveProgressView.as_view(), name="wave_progress"),
    path("<int:number>/move/", waves_one.WaveMoveView.as_view(), name="wave_move"),
    path("<int:number>/letters.pdf", waves_one.WaveLettersView.as_view(), name="wave_letters"),
    path("<int:number>/list.csv", waves_one.MailingListView.as_view(), name="wave_list"),
]
