"""Headers that Django has no setting for, on every response including errors and static files."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

REFUSED_FEATURES = ["accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb"]
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
}
CLEAR_SITE_DATA = '"cache", "cookies", "storage"'
"""What the answer to signing out carries, so that the browser keeps nothing of the session."""


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # What a signed-in person sees is kept by no browser and no proxy. The session was read by whoever asked.
        if request.COOKIES and "Cache-Control" not in response.headers and "Cookie" in response.get("Vary", ""):
            response.headers["Cache-Control"] = "private, no-store"
        return response
