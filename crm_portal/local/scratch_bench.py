"""`./run bench search|ledger`: a scratch database, filled and measured, and removed whatever happens."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

from crm_portal.local import services
from crm_portal.local.workplace import MANAGE

NAME = "portal_bench"
SIZES = {"bench_search": ["1000", "10000", "100000"], "bench_ledger": ["1000000"], "bench_fund_ledger": ["1000000"]}
PREPARED = (["collectstatic", "--no-input"], ["migrate", "--no-input"], ["load_history"])


def addresses() -> dict[str, str]:
    """The servers' addresses, with the scratch database in the place of the portal's."""
    given = services.places(settings.STATE).environment() if settings.EMBEDDED else dict(os.environ)
    scratch = {name: urlsplit(given[name])._replace(path=f"/{NAME}").geturl() for name in DATABASES}
    return {**scratch, "REDIS_URL": given["REDIS_URL"]}


DATABASES = ("DATABASE_URL", "MIGRATION_DATABASE_URL")


def drop(owner: psycopg.Connection) -> None:
    owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))


def main() -> int:
    """Run a command at the sizes given, else at its own; the exit code tells whether the budgets hold."""
    measure, *sizes = sys.argv[1:]
    environment = addresses()
    server = urlsplit(environment["MIGRATION_DATABASE_URL"])._replace(path="/postgres").geturl()
    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as owner:
        drop(owner)  # left behind by a killed run
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        try:
            for command in (*PREPARED, [measure, *(sizes or SIZES[measure])]):
                quiet = subprocess.DEVNULL if command[0] != measure else None
                done = subprocess.run([*MANAGE, *command], env={**os.environ, **environment}, stdout=quiet, check=False)
                if done.returncode:
                    return done.returncode
        finally:
            drop(owner)
    return 0


if __name__ == "__main__":
    sys.exit(main())
