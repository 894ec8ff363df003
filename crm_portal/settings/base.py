"""Settings that every environment shares; local, test and production say where the servers are."""

import os
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import environ
from django.utils.csp import CSP
from redis.backoff import NoBackoff
from redis.retry import Retry

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
STATE = Path(os.environ.get("PORTAL_STATE") or BASE_DIR / ".local").resolve()

DEBUG = False
DEMO = False

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "crm_portal.common",
    "crm_portal.common.audit",
    "crm_portal.common.files",
    "crm_portal.common.ledger",
    "crm_portal.common.outbox",
    "crm_portal.common.pdf",
    "crm_portal.site",
    "members",
    "declarations",
    "meetings",
    "contributions",
    "reserve_fund",
    "crm_portal.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.humanize",  # the list of sessions needs it
    "pgtrigger",
    "pghistory",
    "rules.apps.AutodiscoverRulesConfig",
    "django_htmx",
]
MIDDLEWARE = [
    "crm_portal.common.page_cache.PublicPageCacheMiddleware",  # outermost: a hit costs nothing that lies below
    "crm_portal.common.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "crm_portal.common.methods.MethodsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "crm_portal.site.language.LanguageParameterMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "members.sessions.SessionLimitsMiddleware",
    "crm_portal.common.looking_again.LookingAgainMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "members.second_factor.SecondFactorMiddleware",
    "crm_portal.common.audit.context.ContextMiddleware",  # needs to know who is signed in
    "django.contrib.messages.middleware.MessageMiddleware",
    "members.view_as.ViewAsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.guessing.TooManyGuessesMiddleware",
    "declarations.old_addresses.OldAddressMiddleware",
]
ROOT_URLCONF = "crm_portal.urls"
WSGI_APPLICATION = "crm_portal.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm_portal.site.frame.frame",
            ],
        },
    }
]

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
FORMAT_MODULE_PATH = ["crm_portal.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "es"
USE_TZ = True
TIME_ZONE = "America/Costa_Rica"  # the Secretariat's seat

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = STATE / "static"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": STATE / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PROGRAMS_PER_MINUTE = env.int("PROGRAMS_PER_MINUTE", default=120)  # questions to the API and tables, from one address
FILES_MAX_BYTES = env.int("FILES_MAX_MB", default=20) * 1024 * 1024
PAPERS_ZIP_MAX_BYTES = env.int("PAPERS_ZIP_MAX_MB", default=500) * 1024 * 1024  # the papers of a session, at once
FILE_UPLOAD_HANDLERS = [
    "reserve_fund.upload_in_memory.InMemoryUploadHandler",  # what is sealed later lies in no temporary file before
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILES_ACCEL_REDIRECT = ""  # where a proxy stands in front: its internal address for private files
ERASURE_JOURNAL = env("ERASURE_JOURNAL", default=str(STATE / "erasures.jsonl"))  # no part of the database either
LEDGER_HEADS = env("LEDGER_HEADS", default=str(STATE / "ledger-heads"))  # a folder that is no part of the database
CLAMAV_ADDRESS = env("CLAMAV_ADDRESS", default="")  # host:port or /path/of/socket; without it no file waits for a scan

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds that a link to choose a password works
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # earlier keys, while sessions and factors use them
PORTAL_NAME = "Portal CRM"  # as passkeys and authenticator apps list it
ACCOUNT_ADAPTER = "members.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # the portal writes to nobody who has no account
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of every change to a password or a second factor
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "members.links.LinkTokens"  # noqa: S105  # a class, not a secret
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "guess": "10/m/ip",  # passwords, codes and links tried in vain: members/guessing.py
    "login_failed": "5/5m/key",  # the same, by account and from any address
    "login": "30/m/ip",
    "reauthenticate": "5/5m/user",
    "change_password": "5/5m/user",
    "reset_password": "10/m/ip,5/5m/key",
    "reset_password_from_key": "20/m/ip",
}
ACCOUNT_FORMS = {
    "login": "members.account_forms.LoginForm",
    "reauthenticate": "members.account_forms.ReauthenticateForm",
    "change_password": "members.account_forms.ChangePasswordForm",
    "set_password": "members.account_forms.SetPasswordForm",
    "reset_password": "members.account_forms.ResetPasswordForm",
    "reset_password_from_key": "members.account_forms.ResetPasswordKeyForm",
    "user_token": "members.account_forms.UserTokenForm",
}
MFA_ADAPTER = "members.second_factor.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off; each code is good once all the same
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the accounts' own field, known before there is an account
MFA_FORMS = {
    "authenticate": "members.account_forms.CodeForm",
    "reauthenticate": "members.account_forms.CodeAgainForm",
    "activate_totp": "members.account_forms.ActivateAppForm",
    "add_webauthn": "members.account_forms.AddPasskeyForm",
    "edit_webauthn": "members.account_forms.RenamePasskeyForm",
    "authenticate_webauthn": "members.account_forms.KeyForm",
    "reauthenticate_webauthn": "members.account_forms.KeyAgainForm",
    "login_webauthn": "members.account_forms.PasskeyLoginForm",
}
USERSESSIONS_TRACK_ACTIVITY = True  # shows when a session was last used; members/sessions.py notes it
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"  # part of the triggers: changes of one transaction keep their order

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60  # browsers heed it over https only
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "crm_portal.site.errors.csrf_failure"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "report-uri": ["/csp-report"],
}

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # a task is done when it has run, not when it was fetched
CELERY_TASK_REJECT_ON_WORKER_LOST = True  # a killed child's task goes back to the queue; every task is idempotent
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}  # longer than the longest task, or it runs twice
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200  # what libraries keep of what they drew ends with the process
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE

# Compose passes on an empty text for what is not set.
MAIL_FROM = DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="") or "CRM <no-reply@localhost>"
MAIL_BOUNCE_ADDRESS = env("MAIL_BOUNCE_ADDRESS", default="") or parseaddr(MAIL_FROM)[1]  # servers return mail to it
MAIL_REPLY_TO = env("MAIL_REPLY_TO", default="")

DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.template": {"level": "INFO"},  # at DEBUG it quotes all that a page shows
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},  # its warnings quote what it draws
    },
}


def database(url: str, *, pool_size: int) -> dict[str, Any]:
    """The serving connection: pooled, since a connection for each request opened as many backends as requests.

    A pooled connection is checked before it is handed out, so a restarted PostgreSQL is met without an error.
    """
    configuration: dict[str, Any] = env.db_url_config(url)
    configuration["CONN_HEALTH_CHECKS"] = True
    configuration["OPTIONS"] = {
        **configuration.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": pool_size, "timeout": 3, "reconnect_timeout": 5, "max_idle": 300},
    }
    return configuration


def cache(redis_url: str) -> dict[str, dict[str, Any]]:
    """The shared cache. It gives up at once when Valkey is down: redis-py's own ten tries would hold every page."""
    options = {"retry": Retry(NoBackoff(), 0), "socket_timeout": 2, "socket_connect_timeout": 1}
    location = redis_url.replace("redis+socket://", "unix://")
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": location,
            "KEY_PREFIX": "portal",
            "OPTIONS": options,
        }
    }


def mailers(mail_url: str) -> dict[str, dict[str, Any]]:
    """The mail server; it has ten seconds for each answer."""
    mail: dict[str, Any] = env.email_url_config(mail_url)
    options = {
        "host": mail["EMAIL_HOST"],
        "port": mail["EMAIL_PORT"],
        "username": mail["EMAIL_HOST_USER"],
        "password": mail["EMAIL_HOST_PASSWORD"],
        "use_tls": mail.get("EMAIL_USE_TLS", False),
        "use_ssl": mail.get("EMAIL_USE_SSL", False),
        "timeout": 10,
    }
    return {"default": {"BACKEND": "crm_portal.common.outbox.transport.EmailBackend", "OPTIONS": options}}
