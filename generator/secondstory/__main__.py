"""`python -m secondstory` is `secondstory`."""

from secondstory.cli import main

if __name__ == "__main__":
    main()
