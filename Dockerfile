# The image of every Winnow container: they differ in their command alone.
FROM python:3.11.16-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
# Without pip: what installs does not run.
RUN python -m venv --without-pip /opt/winnow
# Dependencies first: they change seldom, and this layer is the slow one.
COPY requirements.lock requirements-build.lock ./
RUN pip --python /opt/winnow/bin/python install --require-hashes -r requirements.lock \
    && pip install --require-hashes -r requirements-build.lock
COPY LICENSE README.md pyproject.toml ./
COPY classifiers classifiers
COPY worker worker
RUN python -m build --wheel --no-isolation --outdir /dist \
    && pip --python /opt/winnow/bin/python install --no-deps --no-index /dist/*.whl

FROM python:3.11.16-slim-bookworm

# A number, so that an orchestrator can see that it is not root; the folders hold models that are trained here, and when
# beat last asked for one.
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /var/lib/winnow winnow \
    && install -d -o winnow -g winnow /var/lib/winnow/models /var/lib/winnow/beat
# The base image brings tools to install and build with; nothing here does either.
RUN python -m pip uninstall --yes wheel setuptools pip
COPY --from=build /opt/winnow /opt/winnow
# One numeric thread a process: the worker's children share the cores, and OpenMP's threads don't survive a fork.
ENV PATH=/opt/winnow/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    WINNOW_MODEL_DIR=/var/lib/winnow/models \
    WINNOW_HEARTBEAT_FILE=/tmp/winnow-worker.heartbeat
WORKDIR /var/lib/winnow
USER 10001:10001
ENTRYPOINT ["winnow"]
CMD ["--help"]
