"""Tables of outcomes."""

from assembly.outcomes.models.amendments import Amendment, MinorityStatement, TableComment
from assembly.outcomes.models.bodies import Body, Official, ResponsePlan, StandIn
from assembly.outcomes.models.commitments import Commitment, Milestone, ProgressReport, Proof
from assembly.outcomes.models.recommendations import (
    Recommendation,
    RecommendationSource,
    RecommendationVersion,
    Theme,
)
from assembly.outcomes.models.reports import ReportVersion
from assembly.outcomes.models.responses import (
    AnswerImport,
    Extension,
    FormalResponse,
    ResponseNotice,
    ResponseVersion,
)
from assembly.outcomes.models.secret_votes import (
    BallotKeys,
    Reconciliation,
    SealedVote,
    UnissuedCode,
    VoteReceipt,
    VoterTurn,
)
from assembly.outcomes.models.voices import Concern, ResponseRating
from assembly.outcomes.models.votes import (
    Ballot,
    BallotOption,
    BallotQuestion,
    CountLine,
    DecisionRule,
    VoteCount,
)

__all__ = [
    "Amendment",
    "AnswerImport",
    "Ballot",
    "BallotKeys",
    "BallotOption",
    "BallotQuestion",
    "Body",
    "Commitment",
    "Concern",
    "CountLine",
    "DecisionRule",
    "Extension",
    "FormalResponse",
    "Milestone",
    "MinorityStatement",
    "Official",
    "ProgressReport",
    "Proof",
    "Recommendation",
    "RecommendationSource",
    "RecommendationVersion",
    "Reconciliation",
    "ReportVersion",
    "ResponseNotice",
    "ResponsePlan",
    "ResponseRating",
    "ResponseVersion",
    "SealedVote",
    "StandIn",
    "TableComment",
    "Theme",
    "UnissuedCode",
    "VoteCount",
    "VoteReceipt",
    "VoterTurn",
]
