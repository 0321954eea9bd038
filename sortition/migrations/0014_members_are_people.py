"""Whoever had confirmed a seat before members were people of the assembly becomes one."""

from django.db import migrations

HELD = ["confirmed", "onboarded", "active", "completed"]


def add_members(apps, _schema_editor):
    Person = apps.get_model("assembly", "Person")
    Answer = apps.get_model("sortition", "Answer")
    Registration = apps.get_model("sortition", "Registration")
    seats = apps.get_model("sortition", "Seat").objects.filter(state__in=HELD, respondent__state="confirmed")
    for seat in seats.select_related("respondent").order_by("pk"):
        person = seat.respondent
        if Person.objects.filter(assembly=seat.assembly_id, origin_kind="respondent", origin_key=person.pk).exists():
            continue
        answers = Answer.objects.filter(respondent=person, value__isnull=False).order_by("category")
        registered = Registration.objects.filter(respondent=person).first()
        Person.objects.create(
            assembly_id=seat.assembly_id,
            kind="member",
            name=f"{person.first_name} {person.last_name}".strip() or person.reference,
            called=person.first_name[:80],
            email=person.email.strip(),
            phone=person.phone,
            language=registered.language if registered else "",
            origin_kind="respondent",
            origin_key=person.pk,
            seat_number=seat.number,
            values=dict(answers.values_list("category__name", "value__name")),
            joined_at=seat.answered_at or seat.offered_at,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("sortition", "0013_needed_features"),
        ("assembly", "0012_people"),
    ]

    operations = [migrations.RunPython(add_members, migrations.RunPython.noop)]
