"""Addresses of topics, witnesses and balance, below `/assemblies/<slug>/evidence/`."""

from django.urls import path

from evidence.views import balance, own_appearances, proposals, topics, witness_acts, witnesses

urlpatterns = [
    path("topics/", topics.TopicsView.as_view(), name="topics"),
    path("topics/new/", topics.NewTopicView.as_view(), name="topic_new"),
    path("topics/<int:pk>/", topics.EditTopicView.as_view(), name="topic_edit"),
    path("topics/<int:pk>/move/", topics.MoveTopicView.as_view(), name="topic_move"),
    path("topics/<int:pk>/delete/", topics.DeleteTopicView.as_view(), name="topic_delete"),
    path("witnesses/", witnesses.WitnessesView.as_view(), name="witnesses"),
    path("witnesses/proposals/", witnesses.ProposalsView.as_view(), name="witness_proposals"),
    path("witnesses/new/", witnesses.NewWitnessView.as_view(), name="witness_new"),
    path("witnesses/take-over/", witnesses.TakeOverView.as_view(), name="witness_take_over"),
    path("witnesses/<int:number>/", witnesses.WitnessView.as_view(), name="witness"),
    path("witnesses/<int:number>/edit/", witnesses.EditWitnessView.as_view(), name="witness_edit"),
    path(
        "witnesses/<int:number>/proposer/",
        witnesses.ForgetProposerView.as_view(),
        name="witness_forget_proposer",
    ),
    path(
        "witnesses/<int:number>/account/", witness_acts.WitnessAccountView.as_view(), name="witness_account"
    ),
    path(
        "witnesses/<int:number>/interests/",
        witness_acts.EnterInterestsView.as_view(),
        name="witness_interests",
    ),
    path("witnesses/<int:number>/release/", witness_acts.ReleaseView.as_view(), name="witness_release"),
    path(
        "witnesses/<int:number>/release/<int:pk>/end/",
        witness_acts.EndReleaseView.as_view(),
        name="witness_release_end",
    ),
    path("witnesses/<int:number>/<str:verb>/", witness_acts.MoveWitnessView.as_view(), name="witness_move"),
    path("balance/", balance.BalanceView.as_view(), name="balance"),
    path("balance/csv/", balance.BalanceFileView.as_view(), name="balance_csv"),
    path("balance/pdf/", balance.BalancePaperView.as_view(), name="balance_pdf"),
    path("propose/", proposals.ProposeWitnessView.as_view(), name="propose_witness"),
    path("my-appearances/", own_appearances.OwnAppearancesView.as_view(), name="own_appearances"),
    path("my-appearances/answer/", own_appearances.OwnAnswerView.as_view(), name="own_invitation_answer"),
    path("my-appearances/interests/", own_appearances.OwnInterestsView.as_view(), name="own_interests"),
    path("my-appearances/times/", own_appearances.OwnTimesView.as_view(), name="own_times"),
    path("my-appearances/release/", own_appearances.OwnReleaseView.as_view(), name="own_release"),
]
