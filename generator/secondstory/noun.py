"""The base of all nouns: frozen records that are cheap to define, to make and to copy (msgspec).

A frozen dataclass of the standard library takes 0.9 ms to define, which a hundred of them
add to every start, and ten times as long to make; a report is read into hundreds.
"""

from msgspec import Struct, field
from msgspec.structs import asdict, replace

__all__ = ["Noun", "asdict", "field", "replace"]


class Noun(Struct, frozen=True, array_like=True):
    """A frozen record: equal where its fields are, hashable where they are.

    Its bytes are its values in their order, without the names.
    """
