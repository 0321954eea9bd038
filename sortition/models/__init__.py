"""Sortition's tables."""

from sortition.models.alternates import Alternate, AlternateSet, DropoutRate
from sortition.models.changes import RespondentChange
from sortition.models.draws import Draw, DrawEntrant, DrawFile
from sortition.models.imports import Derivation, ImportMemory, ImportTrace
from sortition.models.matches import HouseholdDecision, MatchSearch, PairDecision, PossibleMatch
from sortition.models.membership import ContactPreference, EmergencyContact, MemberConsent, SupportNeed
from sortition.models.offers import ContactAttempt, Offer, SeatingPolicy
from sortition.models.pool import Answer, PoolImport, Respondent
from sortition.models.registration import Registration, RegistrationPage, RegistrationText
from sortition.models.runs import RunData, SelectionRun
from sortition.models.seats import Seat
from sortition.models.targets import Category, Value
from sortition.models.targets_rules import (
    CrossedQuota,
    Crossing,
    Grouping,
    TargetsSignOff,
    TargetsTemplate,
)
from sortition.models.waves import AddressFile, InvitationWave, InvitedAddress, WaveLetters, WaveResponse

__all__ = [
    "AddressFile",
    "Alternate",
    "AlternateSet",
    "Answer",
    "Category",
    "ContactAttempt",
    "ContactPreference",
    "CrossedQuota",
    "Crossing",
    "Derivation",
    "Draw",
    "DrawEntrant",
    "DrawFile",
    "DropoutRate",
    "EmergencyContact",
    "Grouping",
    "HouseholdDecision",
    "ImportMemory",
    "ImportTrace",
    "InvitationWave",
    "InvitedAddress",
    "MatchSearch",
    "MemberConsent",
    "Offer",
    "PairDecision",
    "PoolImport",
    "PossibleMatch",
    "Registration",
    "RegistrationPage",
    "RegistrationText",
    "Respondent",
    "RespondentChange",
    "RunData",
    "Seat",
    "SeatingPolicy",
    "SelectionRun",
    "SupportNeed",
    "TargetsSignOff",
    "TargetsTemplate",
    "Value",
    "WaveLetters",
    "WaveResponse",
]
