"""allauth's mail goes through the outbox: nobody who asks for a password waits for a mail server."""

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.test import RequestFactory

from crm_portal.common.outbox import allauth_mail, sending
from crm_portal.common.outbox.models import Letter


class Adapter(DefaultAccountAdapter):
    """As the portal's adapter calls it."""

    def send_mail(self, template_prefix, email, context):
        allauth_mail.post(self, template_prefix, email, context)


@pytest.fixture
def adapter():
    request = RequestFactory().get("/accounts/password/reset/")
    with context.request_context(request):
        yield Adapter()


LINK = "https://example.org/accounts/password/reset/key/1-abc/"


def test_a_reset_letter_is_a_secret_row_in_the_persons_language(adapter, ben, mail_server):
    mail_server.stop()

    adapter.send_mail("account/email/password_reset_key", ben.email, {"user": ben, "password_reset_url": LINK})

    letter = Letter.objects.get()
    assert (letter.recipient, letter.language, letter.state, letter.is_secret) == (ben, "en", "queued", True)
    assert LINK in letter.text
    assert LINK not in letter.subject


def test_the_link_arrives_and_is_not_kept(adapter, ben, mail_server):
    adapter.send_mail("account/email/password_reset_key", ben.email, {"user": ben, "password_reset_url": LINK})

    sending.send_due()

    assert LINK in mail_server.mails[0].get_body(["plain"]).get_content()
    assert (Letter.objects.get().text, Letter.objects.get().context) == ("", {})


def test_an_unknown_address_costs_one_row_as_a_known_one_does(adapter, ben):
    adapter.send_mail("account/email/password_reset_key", ben.email, {"user": ben, "password_reset_url": LINK})
    adapter.send_mail("account/email/unknown_account", "nobody@example.org", {"signup_url": "https://example.org/"})

    assert sorted(Letter.objects.values_list("address", "state")) == [
        ("ben@example.org", "queued"),
        ("nobody@example.org", "queued"),
    ]
