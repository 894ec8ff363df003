"""The portal with one page more, the bare view that `./run bench` measures against, and a way past kept pages."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_portal.settings.local")
portal = get_wsgi_application()

from django.conf import settings  # noqa: E402  # only once Django is set up
from django.contrib.auth.decorators import login_not_required  # noqa: E402
from django.contrib.auth.models import Permission  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

from crm_portal import urls  # noqa: E402

ROWS = 25
ANEW = "X-Rendered-Anew"
BASE = (
    "<!doctype html><html><head><title>{% block title %}{% endblock %}</title></head>"
    "<body><main>{% block content %}{% endblock %}</main></body></html>"
)
PAGE = (
    "{% extends base %}{% block content %}<ul>"
    "{% for row in rows %}<li>{{ row.name }}</li>{% endfor %}</ul>{% endblock %}"
)
base, page = (engines["django"].from_string(source).template for source in (BASE, PAGE))  # type: ignore[attr-defined]


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """25 rows under a base template."""
    from django.template import RequestContext

    rows = Permission.objects.all()[:ROWS]
    return HttpResponse(page.render(RequestContext(request, {"rows": rows, "base": base})))


urls.urlpatterns.insert(0, path("bare/", bare))

settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("PublicPageCacheMiddleware")]
without_kept_pages = WSGIHandler()


def application(environ: Any, start_response: Any) -> Any:
    """The portal as it is, or, for a request that says so, without kept pages."""
    is_anew = "HTTP_" + ANEW.upper().replace("-", "_") in environ
    return (without_kept_pages if is_anew else portal)(environ, start_response)
