"""What the ground floor's models hold about people."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from assembly.models import (
    Appointment,
    Assembly,
    AuditEvent,
    EventDetails,
    Invitation,
    Mailing,
    MessageTemplate,
    Person,
    ProcessingRecord,
    PublicStatement,
    RecordChain,
    Reminder,
    ReminderRun,
    RemitVersion,
    RetentionPeriod,
    SentForm,
    SignInCode,
    SignInLetter,
    StateEntry,
    TemplateText,
    User,
)
from assembly.personal_data import (
    Declaration,
    OfPeople,
    SubjectKind,
    declare,
    register_subject_kind,
)
from assembly.services.accounts import account_texts, accounts_named, accounts_not_erased, erase_accounts
from assembly.services.people_erasure import (
    PERSON,
    erase_people,
    people_named,
    people_not_erased,
    person_texts,
)

ACCOUNT = "account"


def _account(assembly: Assembly, pk: int) -> User | None:
    return User.objects.filter(pk=pk, appointments__assembly=assembly).distinct().first()


def _guest(assembly: Assembly, pk: int) -> Person | None:
    return Person.objects.filter(assembly=assembly, pk=pk, origin_kind="", user=None).first()


register_subject_kind(
    SubjectKind(
        key=ACCOUNT,
        label=_("Account"),
        find=_account,
        texts=account_texts,
        erase=erase_accounts,
        not_erased=accounts_not_erased,
        search=accounts_named,
    )
)
register_subject_kind(
    SubjectKind(
        key=PERSON,
        label=_("Witness or guest"),
        find=_guest,
        texts=person_texts,
        erase=erase_people,
        not_erased=people_not_erased,
        search=people_named,
        names_permission="assembly.handle_personal_data",
    )
)
declare(
    Declaration(
        Person,
        name=_("People of the assembly"),
        personal=("name", "called", "organisation", "email", "phone", "language"),
        sensitive=("values",),
        impersonal=("origin_kind",),
        purpose=_("To plan sessions and to know who takes part"),
        rows=OfPeople(Person, ""),
    ),
    Declaration(
        User,
        name=_("Accounts"),
        personal=("email", "name", "password"),
        purpose=_("To sign in, and to name who did what"),
        rows={ACCOUNT: lambda pks: User.objects.filter(pk__in=pks)},
        erased={
            "email": lambda user: f"erased-{user.pk}@invalid",
            "name": lambda user: str(_("Erased account %(number)s")) % {"number": user.pk},
            "password": lambda _user: make_password(None),
        },
    ),
    Declaration(
        Invitation,
        name=_("Invitations to the team"),
        personal=("email", "name"),
        impersonal=("token_digest",),
        purpose=_("To invite people to the team"),
        rows={
            ACCOUNT: lambda pks: Invitation.objects.filter(
                email__in=User.objects.filter(pk__in=pks).values("email")
            )
        },
        is_deleted=True,
    ),
    Declaration(
        Appointment,
        name=_("Roles"),
        purpose=_("To know who may do what"),
        rows={ACCOUNT: lambda pks: Appointment.objects.filter(user__in=pks)},
        labels={"assembly": _("assembly"), "role": _("role")},
    ),
    Declaration(
        SignInLetter,
        name=_("Letters with codes to sign in"),
        impersonal=("reference",),
        purpose=_("To let people without e-mail sign in"),
        rows={ACCOUNT: lambda pks: SignInLetter.objects.filter(user__in=pks)},
        labels={"made_at": _("made"), "expires_at": _("valid until"), "withdrawn_at": _("withdrawn")},
        is_deleted=True,
    ),
    Declaration(SignInCode, impersonal=("digest",)),
    # Gone after a day.
    Declaration(SentForm, impersonal=("address", "leads_to")),
    Declaration(Assembly, impersonal=("name", "slug", "commissioning_authority")),
    Declaration(RemitVersion, impersonal=("question", "in_scope", "out_of_scope", "response_promise")),
    # The team's own number and addresses, written for everybody to read.
    Declaration(
        PublicStatement,
        impersonal=("language", "why", "who_pays", "currency", "oversight", "phone", "post", "email"),
    ),
    Declaration(StateEntry),
    Declaration(
        AuditEvent,
        name=_("Entries of the record"),
        impersonal=("type", "object_type", "object_id", "details_digest", "previous", "digest"),
        purpose=_("To show who did what"),
    ),
    Declaration(
        EmailAddress,
        name=_("Addresses of accounts"),
        personal=("email",),
        purpose=_("To sign in, and to name who did what"),
        rows={ACCOUNT: lambda pks: EmailAddress.objects.filter(user__in=pks)},
        is_deleted=True,
    ),
    Declaration(
        Authenticator,
        name=_("Second factors of accounts"),
        personal=("data",),
        purpose=_("To sign in, and to name who did what"),
        rows={ACCOUNT: lambda pks: Authenticator.objects.filter(user__in=pks)},
        is_deleted=True,
    ),
    Declaration(
        UserSession,
        name=_("Where accounts are signed in"),
        personal=("ip", "session_key", "user_agent", "data"),
        purpose=_("To sign in, and to name who did what"),
        rows={ACCOUNT: lambda pks: UserSession.objects.filter(user__in=pks)},
        is_deleted=True,
    ),
    # Erased through the record itself, which says so.
    Declaration(
        EventDetails,
        name=_("Details of entries of the record"),
        personal=("text",),
        impersonal=("salt",),
        purpose=_("To show who did what"),
    ),
    Declaration(RecordChain, impersonal=("key", "last_digest")),
    Declaration(MessageTemplate, impersonal=("name", "audience", "subject", "body")),
    Declaration(TemplateText, impersonal=("language", "subject", "body")),
    # Whom a reminder goes to is worked out on its day: no list of people is kept.
    Declaration(Reminder, impersonal=("part", "date_key")),
    Declaration(ReminderRun, impersonal=("occasion",)),
    Declaration(Mailing, impersonal=("name", "audience", "part", "subject", "body", "sender_lines")),
    Declaration(
        ProcessingRecord,
        impersonal=(
            "controller_contact",
            "officer_contact",
            "legal_basis",
            "recipients",
            "processors",
            "transfers",
            "security",
        ),
    ),
    Declaration(RetentionPeriod, impersonal=("data_class",)),
)
