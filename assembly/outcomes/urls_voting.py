"""The addresses of voting, which know a code and nobody; and of results, for everybody."""

from django.urls import path

from assembly.outcomes.views import public_votes, voting

urlpatterns = [
    path("vote/", voting.VoteView.as_view(), name="vote"),
    path("vote/room/", voting.VoteView.as_view(is_shared=True), name="vote_room"),
    path("votes/recount.py", public_votes.RecountProgramView.as_view(), name="recount_program"),
    path("votes/<slug:slug>/", public_votes.PublicVotesView.as_view(), name="public_votes"),
    path("votes/<slug:slug>/<int:number>/", public_votes.PublicVoteView.as_view(), name="public_vote"),
    path(
        "votes/<slug:slug>/<int:number>/receipts/",
        public_votes.PublicReceiptsView.as_view(),
        name="public_receipts",
    ),
    path(
        "votes/<slug:slug>/<int:number>/<str:form>",
        public_votes.PublicVoteFileView.as_view(),
        name="public_vote_file",
    ),
]
