"""What a portal must not say: to whom a report may be shown, which words stand for people, secrets.

`Privacy` is what a project decides about that; secrets are masked whatever it decides.
"""

from secondstory.privacy.audiences import RESTRICTED, Privacy, audience, may_read, readers_of
from secondstory.privacy.codes import CODES
from secondstory.privacy.masking import MASK, masked

__all__ = [
    "CODES",
    "MASK",
    "RESTRICTED",
    "Privacy",
    "audience",
    "masked",
    "may_read",
    "readers_of",
]
