"""Production: everything secret comes from the environment, and a start with something missing or weak is refused."""

import os
import sys

from crm_portal.settings import requirements
from crm_portal.settings.base import *  # noqa: F403  # Django's own way to layer settings
from crm_portal.settings.base import STATE, cache, database, env

if refusals := requirements.refusals(os.environ):
    sys.exit("The portal does not start:\n" + "\n".join(f"- {sentence}" for sentence in refusals))

EMBEDDED = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
PORTAL_ORIGIN = "https://" + env("PORTAL_HOST", default=ALLOWED_HOSTS[0].lstrip("."))  # in letters and for passkeys
DATABASES = {"default": database(env("DATABASE_URL"), pool_size=env.int("DATABASE_POOL", default=4))}
APP_ROLE = DATABASES["default"]["USER"]
owner = env.db_url_config(env("MIGRATION_DATABASE_URL"))
OWNER_LOGIN = {"USER": owner["USER"], "PASSWORD": owner["PASSWORD"]}
CACHES = cache(env("REDIS_URL"))
CELERY_BROKER_URL = env("REDIS_URL")
STATIC_ROOT = env.path("STATIC_ROOT", default=str(STATE / "static"))
mail = env.email_url("MAIL_URL")
MAILERS = {
    "default": {
        "BACKEND": mail["EMAIL_BACKEND"],
        "OPTIONS": {
            "host": mail["EMAIL_HOST"],
            "port": mail["EMAIL_PORT"],
            "username": mail["EMAIL_HOST_USER"],
            "password": mail["EMAIL_HOST_PASSWORD"],
            "use_tls": mail.get("EMAIL_USE_TLS", False),
            "use_ssl": mail.get("EMAIL_USE_SSL", False),
        },
    }
}

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1  # or every visitor would share the proxy's login limit
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside, over plain http
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
