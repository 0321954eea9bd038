"""The addresses of decision rules and ballots."""

from django.urls import URLPattern, path

from assembly.outcomes.views import (
    ballot_design,
    ballot_desk,
    ballot_papers,
    ballot_reconciliation,
    ballot_rehearsal,
    ballot_results,
    ballot_void,
    ballots,
    counts,
    decision_rules,
    own_ballots,
)

urlpatterns: list[URLPattern] = [
    path("rules/", decision_rules.DecisionRulesView.as_view(), name="decision_rules"),
    path("rules/new/", decision_rules.DecisionRuleNewView.as_view(), name="decision_rule_new"),
    path("rules/<int:pk>/", decision_rules.DecisionRuleView.as_view(), name="decision_rule"),
    path("ballots/", ballots.BallotsView.as_view(), name="ballots"),
    path("ballots/new/", ballot_design.BallotNewView.as_view(), name="ballot_new"),
    path("ballots/<int:number>/", ballots.BallotView.as_view(), name="ballot"),
    path("ballots/<int:number>/words/", ballot_design.BallotWordsView.as_view(), name="ballot_words"),
    path(
        "ballots/<int:number>/questions/",
        ballot_design.BallotQuestionsView.as_view(),
        name="ballot_questions",
    ),
    path("ballots/<int:number>/move/", ballot_results.BallotMoveView.as_view(), name="ballot_move"),
    path(
        "ballots/<int:number>/counts/<int:question>/", counts.BallotCountView.as_view(), name="ballot_count"
    ),
    path(
        "ballots/<int:number>/counts/<int:question>/check/",
        counts.BallotCountCheckView.as_view(),
        name="ballot_count_check",
    ),
    path("ballots/<int:number>/verify/", ballot_results.BallotVerifyView.as_view(), name="ballot_verify"),
    path(
        "ballots/<int:number>/verify/<int:question>/",
        counts.BallotVerifyCountView.as_view(),
        name="ballot_verify_count",
    ),
    path("ballots/<int:number>/void/", ballot_void.BallotVoidView.as_view(), name="ballot_void"),
    path("ballots/<int:number>/publish/", ballot_results.BallotPublishView.as_view(), name="ballot_publish"),
    path("ballots/<int:number>/what-if/", ballot_results.BallotWhatIfView.as_view(), name="ballot_what_if"),
    path("ballots/<int:number>/desk/", ballot_desk.BallotDeskView.as_view(), name="ballot_desk"),
    path("ballots/<int:number>/slips/", ballot_desk.BallotSlipsView.as_view(), name="ballot_slips"),
    path(
        "ballots/<int:number>/ballot-paper/",
        ballot_desk.BallotPaperBallotView.as_view(),
        name="ballot_paper_ballot",
    ),
    path(
        "ballots/<int:number>/rehearsal/",
        ballot_rehearsal.BallotRehearsalView.as_view(),
        name="ballot_rehearsal",
    ),
    path(
        "ballots/<int:number>/papers/<int:question>/",
        ballot_papers.BallotPapersView.as_view(),
        name="ballot_papers",
    ),
    path(
        "ballots/<int:number>/papers/<int:question>/again/",
        ballot_papers.BallotPapersAgainView.as_view(),
        name="ballot_papers_again",
    ),
    path(
        "ballots/<int:number>/reconciliation/",
        ballot_reconciliation.BallotReconciliationView.as_view(),
        name="ballot_reconciliation",
    ),
    path(
        "ballots/<int:number>/question-sheet/",
        ballots.BallotPaperView.as_view(),
        {"paper": "question-sheet"},
        name="ballot_question_sheet",
    ),
    path(
        "ballots/<int:number>/counting-sheet/",
        ballots.BallotPaperView.as_view(),
        {"paper": "counting-sheet"},
        name="ballot_counting_sheet",
    ),
    path("my/votes/", own_ballots.OwnBallotsView.as_view(), name="own_ballots"),
    path("my/votes/<int:number>/", own_ballots.OwnBallotView.as_view(), name="own_ballot"),
    path("my/votes/<int:number>/code/", own_ballots.OwnBallotCodeView.as_view(), name="own_ballot_code"),
    path("my/votes/<int:number>/sheet/", own_ballots.OwnBallotSheetView.as_view(), name="own_ballot_sheet"),
]
