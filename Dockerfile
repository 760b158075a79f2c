# A small image that makes the portal of the folder that is mounted at /work:
#
#   docker build --tag secondstory .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" secondstory build
#
FROM python:3.13.9-slim-bookworm AS made

WORKDIR /src
RUN python -m venv --without-pip /opt/secondstory
COPY requirements/run.txt requirements/
RUN pip --python /opt/secondstory/bin/python install --no-cache-dir --require-hashes \
      --requirement requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY generator generator
COPY themes themes
# The backend of the build comes with the requirements, with hashes as they do.
RUN /opt/secondstory/bin/python -m hatchling build --target wheel \
 && pip --python /opt/secondstory/bin/python install --no-cache-dir --no-deps dist/*.whl


FROM python:3.13.9-slim-bookworm

COPY --from=made /opt/secondstory /opt/secondstory
ENV PATH=/opt/secondstory/bin:$PATH \
    HOME=/tmp
WORKDIR /work
# Not root; whoever mounts a folder of their own names themselves with --user.
USER 10001:10001
ENTRYPOINT ["secondstory"]
CMD ["build"]
