# The portal's image: web, worker, scheduler and migration are this one image with different commands.
# Its steps are those of ./run: the hashed lock, the translations, the static files, the same WSGI application.

FROM python:3.13-slim AS base
# What WeasyPrint loads at run time; everything else comes as a wheel.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=crm_portal.settings.production \
    PORTAL_STATE=/app/state \
    HOME=/tmp
WORKDIR /app

FROM base AS build
COPY requirements.lock ./
# --no-deps: exactly what the lock lists, as `uv pip sync` does in ./run; `pip check` then proves the list whole.
RUN python -m venv /opt/venv \
 && pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements.lock \
 && pip check
COPY . ./
# pybabel skips a catalog whose header is marked fuzzy and reports success; the test refuses an image without Spanish.
RUN pybabel compile --directory locale --domain django && test -s locale/es/LC_MESSAGES/django.mo
# Production settings refuse to load without their variables. These values are made up for this one command and stay in
# no layer; no server is asked.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    PORTAL_CASE_KEYS="build:$(python -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())')" \
    DATABASE_URL=postgres://portal_app@build.invalid/portal \
    MIGRATION_DATABASE_URL=postgres://portal_owner@build.invalid/portal \
    REDIS_URL=redis://build.invalid/0 \
    ALLOWED_HOSTS=build.invalid \
    STORAGE_URL=file:///srv/files \
    MAIL_URL=smtp://build.invalid:25 \
    python manage.py collectstatic --noinput \
 && python -m compileall -q . \
 && chmod -R a+rX /app

FROM base
# The group may read private files, so that the proxy can send them (docker-compose.yml, service proxy).
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin portal \
 && install --directory --owner=portal --group=portal --mode=2750 /srv/files
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "deploy/healthcheck.py"]
USER 10001:10001
# One thread a worker: the proxy reads slow visitors' bodies and sends private files, so no thread waits for anybody.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers", "crm_portal.wsgi:application"]
