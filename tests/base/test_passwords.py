"""Passwords: hashed in threads that every process has of its own."""

import asyncio
import multiprocessing
import sys
import warnings

from holdall.base.passwords import hash_password, verify_password


def _verify_in_child(password_hash: str, answers: "multiprocessing.Queue[bool]") -> None:
    answers.put(asyncio.run(verify_password(password_hash, "correct horse")))


async def test_a_password_fits_its_own_hash_alone() -> None:
    password_hash = await hash_password("correct horse")
    tries = [await verify_password(one, text) for one, text in ((password_hash, "correct horse"), (password_hash, "x"))]
    assert (tries, await verify_password(None, "correct horse")) == ([True, False], False)


async def test_a_hash_takes_64_mib_and_three_passes() -> None:
    program = "import asyncio; from holdall.base.passwords import hash_password as h; print(asyncio.run(h('a' * 8)))"
    made = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    told, _ = await made.communicate()
    assert told.startswith(b"$argon2id$v=19$m=65536,t=3,p=4$")


async def test_a_process_that_was_forked_after_a_hash_can_hash_as_well() -> None:
    password_hash = await hash_password("correct horse")
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[bool] = context.Queue()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python warns of forks beside threads: that is the point
        child = context.Process(target=_verify_in_child, args=(password_hash, answers))
        child.start()
    try:
        assert await asyncio.to_thread(answers.get, timeout=30) is True
    finally:
        child.kill()
        child.join()
