# The product for an installation of one's own; compose.yaml shows how its parts stand together.
FROM python:3.11-slim-trixie

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    DJANGO_SETTINGS_MODULE=assembly.project.settings \
    STATIC_ROOT=/srv/assembly/static \
    ASSEMBLY_VAR=/srv/assembly/var

# pg_dump and pg_restore, for `manage.py backup`: of the server's version or newer; trixie has those of 17.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/assembly/app
COPY requirements/objects.txt requirements/objects.txt
RUN pip install --require-hashes -r requirements/objects.txt

COPY manage.py pyproject.toml gunicorn.conf.py ./
COPY assembly assembly
COPY sortition sortition
COPY scheduling scheduling
COPY evidence evidence

# Static files are part of the image. The key of this one step signs nothing and is kept nowhere.
RUN SECRET_KEY=only-to-collect-static-files python manage.py collectstatic --noinput \
 && useradd --system --uid 10001 --no-create-home assembly \
 && mkdir -p /srv/assembly/var/uploads \
 && chown -R assembly /srv/assembly/var

USER assembly
VOLUME /srv/assembly/var
EXPOSE 8000

# The first allowed host is asked for, since the product answers to no other name.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/health/ready/', headers={'Host': os.environ.get('ALLOWED_HOSTS', 'localhost').split(',')[0]}), timeout=4)"]

CMD ["gunicorn", "assembly.project.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "--no-control-socket"]
