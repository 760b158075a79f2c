"""What a portal must not say: to whom a report may be shown, which words stand for people, secrets.

`Privacy` is what a project decides about that; secrets are masked whatever it decides. What
reads texts (`masking`, `roles`) is imported by those who study files: every start needs the rest.
"""

from secondstory.privacy.audiences import (
    NO_RULES,
    RESTRICTED,
    Privacy,
    audience,
    may_read,
    readers_of,
)
from secondstory.privacy.codes import CODES

__all__ = ["CODES", "NO_RULES", "RESTRICTED", "Privacy", "audience", "may_read", "readers_of"]
