"""Write 12,500 messages to a pool and send them to a real mail server on this machine; print as many letters."""

import os
import tempfile
import time

PEOPLE = 12_500


def measure() -> None:
    """Write, approve and send one mailing in a fresh database, and print another."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from assembly.documents.letters import LetterSender
    from assembly.documents.mailing_letters import MailingLetters
    from assembly.enums import Role
    from assembly.services.mailings import approve_mailing, write_mailing
    from assembly.services.mailings_letters import letters_to_print, note_letters_printed
    from assembly.services.mailings_send import send_mailing
    from sortition.models import Respondent
    from tests.factories import AppointmentFactory, AssemblyFactory
    from tests.factories_messages import make_template
    from tests.factories_pool import RespondentFactory
    from tests.smtp_server import MailServer

    call_command("migrate", verbosity=0)
    assembly = AssemblyFactory()
    actor = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
    Respondent.objects.bulk_create(
        RespondentFactory.build(
            assembly=assembly,
            reference=f"r{each}",
            first_name="Grace",
            last_name="Adeyemi",
            email=f"p{each}@x.example",
            address=f"{each} Mill Lane, Riverbend",
        )
        for each in range(PEOPLE)
    )
    template = make_template(assembly, "Dear {{ first_name }},\n\n" + "We shall draw the panel in May. " * 30)
    template.subject = "Your place"
    template.save()
    begun = time.monotonic()
    mailing = write_mailing(template=template, part="pool", actor=actor, now=timezone.now())
    written = time.monotonic()
    approve_mailing(mailing=mailing, actor=actor, now=timezone.now())
    approved = time.monotonic()
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        sent = send_mailing(mailing.pk, clock=timezone.now)
        done = time.monotonic()
        taken = len({message["Message-ID"] for message in server.received})
        server.shutdown()
    print(f"  {mailing.messages.count():,} messages written in  {written - begun:6.1f} s")
    print(f"  approved in                 {approved - written:6.1f} s")
    print(
        f"  {sent:,} sent in             {done - approved:6.1f} s, {taken:,} taken by the mail server, each once"
    )
    letters = write_mailing(template=template, part="pool", channel="letter", actor=actor, now=timezone.now())
    approve_mailing(mailing=letters, actor=actor, now=timezone.now())
    begun = time.monotonic()
    file = MailingLetters(
        letters_to_print(letters, timezone.now()).iterator(chunk_size=500),
        sender=LetterSender("Riverbend", ("1 Town Square",)),
        today=timezone.localdate(),
        text_of=lambda message: message.body,
    )
    made = time.monotonic()
    note_letters_printed(
        mailing=letters,
        printed=file.printed,
        misprints=file.misprints,
        sender_lines="x",
        purpose="x",
        actor=actor,
        now=timezone.now(),
    )
    noted = time.monotonic()
    print(
        f"  {len(file.printed):,} letters in one PDF in  {made - begun:6.1f} s, {len(file.pdf) / 1e6:.0f} MB"
    )
    print(f"  noted in                    {noted - made:6.1f} s")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assembly.project.settings_test")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        measure()
