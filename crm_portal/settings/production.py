"""Production: everything secret comes from the environment, and a start with something missing or weak is refused."""

import os
import sys
from email.utils import parseaddr

from crm_portal.settings import requirements
from crm_portal.settings.base import *  # noqa: F403  # Django's own way to layer settings
from crm_portal.settings.base import STATE, STORAGES, cache, database, env, mailers
from crm_portal.settings.storage import is_in_folder, private_storage

if refusals := requirements.refusals(os.environ):
    sys.exit("The portal does not start:\n" + "\n".join(f"- {sentence}" for sentence in refusals))

EMBEDDED = False
SECRET_KEY = env("SECRET_KEY")
PORTAL_CASE_KEYS = env("PORTAL_CASE_KEYS")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
PORTAL_HOST = env("PORTAL_HOST", default="") or ALLOWED_HOSTS[0].lstrip(".")
PORTAL_ORIGIN = f"https://{PORTAL_HOST}"  # in letters and for passkeys
DATABASES = {"default": database(env("DATABASE_URL"), pool_size=env.int("DATABASE_POOL", default=4))}
APP_ROLE = DATABASES["default"]["USER"]
owner = env.db_url_config(env("MIGRATION_DATABASE_URL"))
OWNER_LOGIN = {"USER": owner["USER"], "PASSWORD": owner["PASSWORD"]}
CACHES = cache(env("REDIS_URL"))
CELERY_BROKER_URL = env("REDIS_URL")
STATIC_ROOT = env.path("STATIC_ROOT", default=str(STATE / "static"))
STORAGES = STORAGES | {"private": private_storage(env("STORAGE_URL"))}
# The proxy sends files that lie in a folder; empty where no proxy stands in front (deploy/proxy/nginx.conf).
FILES_ACCEL_REDIRECT = env("FILES_ACCEL_REDIRECT", default="/protected/" if is_in_folder(env("STORAGE_URL")) else "")
MAILERS = mailers(env("MAIL_URL"))
MAIL_FROM = DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="") or f"CRM <no-reply@{ALLOWED_HOSTS[0].lstrip('.')}>"
MAIL_BOUNCE_ADDRESS = env("MAIL_BOUNCE_ADDRESS", default="") or parseaddr(MAIL_FROM)[1]

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1  # or every visitor would share the proxy's login limit
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside, over plain http
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
