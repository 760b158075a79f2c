"""`python -m secondstory` is `secondstory`."""

from secondstory.cli import run

if __name__ == "__main__":
    run()
