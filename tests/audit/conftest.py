import pytest
from django.test import Client

from members.models import User


@pytest.fixture
def as_role(demo):
    """A browser session of a demonstration account."""

    def signed_in(name):
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(User.objects.get(email=f"{name}@demo.example"))
        return client

    return signed_in
