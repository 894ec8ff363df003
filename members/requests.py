"""The request of a page that needs a login; LoginRequiredMiddleware sees to it that nobody else gets there."""

from django.http import HttpRequest

from members.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User
