"""Production refuses to start with something missing or weak, and is clean by Django's own check."""

import base64
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks

from members.models import User

SOUND = {
    "DJANGO_SETTINGS_MODULE": "crm_portal.settings.production",
    "DATABASE_URL": "postgres://portal_app:app@127.0.0.1:1/portal",
    "MIGRATION_DATABASE_URL": "postgres://portal_owner@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "k3J9-vQ2x_7Lw8ZpR5tYb1Nc6Mh4Fg0Sd" * 2,
    "ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_CASE_KEYS": "1:" + base64.b64encode(bytes(range(32))).decode(),
    "STORAGE_URL": "file:///srv/files",
    "MAIL_URL": "smtp://user:word@mail.example.org:587",
}


def check(environment):
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command, env=kept | environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def test_a_sound_environment_passes_djangos_deployment_check():
    assert check(SOUND) == (0, "System check identified no issues (0 silenced).\n") or check(SOUND)[0] == 0


@pytest.mark.parametrize("name", sorted(SOUND.keys() - {"DJANGO_SETTINGS_MODULE"}))
def test_each_variable_is_asked_for_by_name(name):
    code, said = check({key: value for key, value in SOUND.items() if key != name})

    assert code != 0
    assert f"- {name} is missing" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is weak"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY is weak"),
        ("SECRET_KEY", "only-for-the-embedded-default-0123456789-0123456789", "SECRET_KEY is weak"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name hosts"),
        ("ALLOWED_HOSTS", "portal.example.org,localhost", "ALLOWED_HOSTS must name hosts"),
        ("PORTAL_CASE_KEYS", "1:abc", "PORTAL_CASE_KEYS must list"),
        ("DATABASE_URL", "sqlite:///db", "DATABASE_URL must be"),
        ("MIGRATION_DATABASE_URL", SOUND["DATABASE_URL"], "name the same role"),
        ("MIGRATION_DATABASE_URL", "postgres://portal_app:x@127.0.0.1:5432/portal", "name the same role"),
        ("REDIS_URL", "foo", "REDIS_URL must be"),
        ("MAIL_URL", "mail.example.org", "MAIL_URL must be"),
        ("MAIL_FROM", "the portal", "MAIL_FROM must be"),
        ("MAIL_FROM", "a@example.org, b@example.org", "MAIL_FROM must be"),
        ("STORAGE_URL", "/srv/files", "STORAGE_URL must be"),
        ("DEBUG", "1", "DEBUG is on"),
        ("PORTAL_DEMO", "1", "PORTAL_DEMO is on"),
    ],
)
def test_what_is_weak_is_refused_with_a_sentence(name, value, sentence):
    code, said = check(SOUND | {name: value})

    assert code != 0
    assert sentence in said
    assert "Traceback" not in said


def test_a_database_with_demo_accounts_is_not_served(db, settings):
    User.objects.create_user("focal@demo.example", "a-long-enough-password", full_name="Demo")
    in_the_embedded_default = run_checks(tags=[Tags.database], databases=["default"])
    settings.EMBEDDED = False

    found = run_checks(tags=[Tags.database], databases=["default"])

    assert in_the_embedded_default == []
    assert [fault.id for fault in found] == ["members.E001"]
