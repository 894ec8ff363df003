import pytest
from django.core.management import call_command
from django.test import Client

from members.models import User

PASSWORD = "a-long-enough-password"


@pytest.fixture
def demo(history, settings):
    settings.DEMO_PASSWORD = PASSWORD
    call_command("load_demo", verbosity=0)


@pytest.fixture
def as_role(demo):
    """A browser session of a demonstration account."""

    def signed_in(name):
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(User.objects.get(email=f"{name}@demo.example"))
        return client

    return signed_in
