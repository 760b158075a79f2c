"""Nouns <-> bytes (uses msgspec): compact, checked against the types on the way back.

What is read back is data only, never code, so that a cache from elsewhere can at worst be
refused.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from functools import cache
from hashlib import blake2b
from typing import Any, TypeVar, cast

import msgspec.json
import msgspec.msgpack

T = TypeVar("T")


def _plainly(value: object) -> object:
    """What msgspec does not know: kinds of text, such as markup."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no bytes")


_JSON = msgspec.json.Encoder()
_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plainly, order="deterministic")


class CodecError(ValueError):
    """These bytes are nothing of the type that was asked for."""


def encode(value: object) -> bytes:
    """Turn a noun (or any plain value) into bytes; equal values give equal bytes.

    Raises TypeError for what is no plain data.
    """
    return _ENCODER.encode(value)


def as_json(value: object) -> bytes:
    r"""Spell plain data as JSON in UTF-8, without spaces, keys in the order they have.

    A lone surrogate (YAML can spell one) has no UTF-8 form; `\udXXX` is its JSON spelling.
    """
    try:
        return _JSON.encode(value)
    except UnicodeEncodeError:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace")


def decode(data: bytes, kind: type[T]) -> T:
    """Turn bytes back into a value of a type. Raises CodecError."""
    decoder = _decoder(cast("Hashable", kind))
    try:
        decoded: T = decoder.decode(data)
    except (msgspec.DecodeError, ValueError, OverflowError, RecursionError) as error:
        raise CodecError(str(error)) from error
    return decoded


def digest(*parts: bytes) -> bytes:
    """A name for some bytes that no other bytes have (BLAKE2b, 16 bytes)."""
    sized = b"".join([len(part).to_bytes(8, "little") + part for part in parts])
    return blake2b(sized, digest_size=16).digest()


@cache
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:  # noqa: ANN401
    return msgspec.msgpack.Decoder(kind)
