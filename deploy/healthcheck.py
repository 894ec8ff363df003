"""Whether the web server in this container answers: exits with 0, or with a sentence and 1. Loads no Django."""

import os
import sys
from collections.abc import Mapping
from urllib.request import ProxyHandler, Request, build_opener

TIMEOUT_SECONDS = 4


def ask(environment: Mapping[str, str], port: int = 8000) -> None:
    """Ask /healthz, under a host name that the portal answers to. Raises OSError, also for any answer but success."""
    host = environment["ALLOWED_HOSTS"].split(",")[0].strip().removeprefix(".")
    request = Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    build_opener(ProxyHandler({})).open(request, timeout=TIMEOUT_SECONDS).close()


if __name__ == "__main__":
    try:
        ask(os.environ)
    except OSError as error:
        sys.exit(f"The web server does not answer: {error}")
