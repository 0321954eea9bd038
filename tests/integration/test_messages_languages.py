"""The language of the person: a template holds several texts, and each gets theirs."""

import pytest
from django.urls import reverse

from assembly.models import MessageTemplate, OutboxMessage
from assembly.services.mailings import save_template, write_mailing
from sortition.models import Registration
from tests.factories import NOON, UserFactory
from tests.factories_messages import make_template
from tests.factories_pool import RespondentFactory
from tests.factories_registration import make_registration_page

pytestmark = pytest.mark.django_db
WELSH = {"cy": ("Croeso", "Annwyl {{ first_name }}"), "pt": ("Bem-vindo", "Olá {{ first_name }}")}
WORDS = {"name": "Welcome", "audience": "respondents", "subject": "Hello", "body": "Dear {{ name }}"}


@pytest.fixture(autouse=True)
def _languages(settings):
    settings.LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]


def test_each_person_gets_the_text_in_the_language_in_which_they_registered(assembly):
    page = make_registration_page(assembly)
    for number, language in enumerate(["cy", "pt-br", "en", "fr", None]):
        person = RespondentFactory(assembly=assembly, reference=f"r{number}", first_name="Ada")
        if language:
            token = f"00000000-0000-0000-0000-00000000000{number}"
            Registration.objects.create(respondent=person, page=page, token=token, language=language)
    template = make_template(assembly, "Dear {{ first_name }}")
    save_template(template=template, texts=WELSH, actor=UserFactory(), now=NOON)
    write_mailing(template=template, part="pool", actor=UserFactory(), now=NOON)
    assert list(OutboxMessage.objects.values_list("language", "body")) == [
        ("cy", "Annwyl Ada"),
        ("pt", "Olá Ada"),
        ("en", "Dear Ada"),
        ("en", "Dear Ada"),
        ("en", "Dear Ada"),
    ]


def test_the_form_takes_both_texts_of_a_language_or_none(assembly, organiser, client_of):
    client, address = client_of(organiser), reverse("message_template_new", args=[assembly.slug])
    assert "Text in Cymraeg" in client.get(address).content.decode()
    half = client.post(address, WORDS | {"subject_cy": "Croeso"})
    assert "Write both in this language, or neither." in half.content.decode()
    wrong = client.post(address, WORDS | {"subject_cy": "Croeso", "body_cy": "{{ enw }}"})
    assert "Nobody can fill in enw." in wrong.content.decode()
    client.post(address, WORDS | {"subject_cy": "Croeso", "body_cy": "Annwyl {{ name }}"})
    template = MessageTemplate.objects.get()
    assert list(template.texts.values_list("language", "subject", "body")) == [
        ("cy", "Croeso", "Annwyl {{ name }}")
    ]
    address = reverse("message_template", args=[assembly.slug, template.pk])
    assert "Annwyl {{ name }}" in client.get(address).content.decode()
    client.post(address, WORDS)
    assert template.texts.count() == 0


def test_with_one_language_nothing_more_is_asked(assembly, organiser, client_of, settings):
    settings.LANGUAGES = [("en", "English")]
    page = client_of(organiser).get(reverse("message_template_new", args=[assembly.slug]))
    assert " in Cymraeg" not in page.content.decode()
