"""Passwords: argon2 in threads of their own, because one hash takes tens of milliseconds and 64 MiB.

Two threads bound what a flood of sign-ins can take from the server.
"""

import asyncio
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import argon2

MINIMUM_LENGTH = 8
MAXIMUM_LENGTH = 256

hasher = argon2.PasswordHasher()
"""How hard hashes are; tests, which make thousands, take an easy one."""


def check_password(password: str) -> None:
    """Raise ValueError, in words for the person who chose it, where a password is too short or too long."""
    if not MINIMUM_LENGTH <= len(password) <= MAXIMUM_LENGTH:
        raise ValueError(f"a password has {MINIMUM_LENGTH} to {MAXIMUM_LENGTH} characters")


def new_password() -> str:
    """A password that nobody guesses and that can be read out."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


@cache
def _threads(_process: int) -> ThreadPoolExecutor:
    """Two threads of this process: a server forks after it has planted a seed, and threads do not come along."""
    return ThreadPoolExecutor(2, thread_name_prefix="argon2")


async def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its parameters and salt."""
    return await asyncio.get_running_loop().run_in_executor(_threads(os.getpid()), hasher.hash, password)


async def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one of the hash. Without a hash it is false, and takes as long to say."""
    return await asyncio.get_running_loop().run_in_executor(_threads(os.getpid()), _verify, password_hash, password)


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's, so that it should be made again at sign-in."""
    return hasher.check_needs_rehash(password_hash)


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return hasher.verify(password_hash or _decoy(), password) and password_hash is not None
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


@cache
def _decoy() -> str:
    return hasher.hash(secrets.token_hex())
