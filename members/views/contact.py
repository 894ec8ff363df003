"""The page on which anybody writes to the Secretariat."""

from datetime import timedelta

import redis
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from crm_portal.common import rate_limit
from members import contact as messages_of_the_public
from members.forms import ContactForm

MOST_FROM_ONE, PER = 5, timedelta(hours=1)
MOST_FROM_ALL, PER_DAY = 200, timedelta(days=1)
"""A flood from many addresses must not fill the Secretariat's mailboxes."""


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """The form; what is sent becomes mail to the Secretariat. Whatever is refused stays in the form."""
    form = ContactForm(request.POST) if request.method == "POST" else ContactForm(initial=known(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "members/contact.html", {"form": form})
    if not may_write(request):
        form.add_error(None, _("Too many messages have been sent. Your text is still here: try again in an hour."))
        return render(request, "members/contact.html", {"form": form}, status=429)
    try:
        messages_of_the_public.pass_on(**form.message())
    except messages_of_the_public.NobodyThereError:
        form.add_error(None, _("It could not be passed on just now. Your text is still here: try again later."))
    except ValidationError as error:
        form.add_error(None, error)
    else:
        return redirect("members:contact-sent")
    return render(request, "members/contact.html", {"form": form})


def known(request: HttpRequest) -> dict[str, str]:
    """What a person who is signed in need not type."""
    if not request.user.is_authenticated:
        return {}
    return {"name": str(request.user), "address": request.user.email}


def may_write(request: HttpRequest) -> bool:
    """Count one more message, of this visitor and of all; while Valkey is down no message is refused."""
    try:
        return rate_limit.is_within_from("contact", request, most=MOST_FROM_ONE, per=PER) and rate_limit.counted(
            "contact:all", most=MOST_FROM_ALL, per=PER_DAY
        )
    except redis.exceptions.RedisError:
        return True


@login_not_required
@never_cache
@require_safe
def contact_sent(request: HttpRequest) -> HttpResponse:
    """That the message has arrived, and what happens now."""
    return render(request, "members/contact_sent.html")
