"""What a child may not do: limits of resources, no privileges, and a filter that leaves it only harmless system calls.

Everything it needs is imported before; after that it cannot open a file, a socket or a process. The filter's layout is
that of linux/filter.h and linux/seccomp.h: https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html
"""

import ctypes
import os
import resource
import signal
import struct
import sys
from contextlib import suppress

_SET_PARENT_DEATH_SIGNAL = 1  # of prctl(2)
_SET_NO_NEW_PRIVILEGES = 38
_SET_SECCOMP = 22
_SECCOMP_FILTER = 2
_LOAD_WORD = 0x20
_JUMP_IF_EQUAL = 0x15
_RETURN = 0x06
_KILL_PROCESS = 0x80000000
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 1  # the call fails with EPERM
_NUMBER_OFFSET = 0  # of struct seccomp_data
_ARCHITECTURE_OFFSET = 4
_NOBODY = 65534

_ALLOWED = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8, "mmap": 9,
            "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
            "pread64": 17, "readv": 19, "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28, "dup": 32,
            "getpid": 39, "sendto": 44, "recvfrom": 45, "sendmsg": 46, "recvmsg": 47, "exit": 60, "uname": 63,
            "fcntl": 72, "gettimeofday": 96, "getrusage": 98, "sysinfo": 99, "getuid": 102, "getgid": 104,
            "geteuid": 107, "getegid": 108, "sigaltstack": 131, "gettid": 186, "futex": 202,
            "sched_getaffinity": 204, "clock_gettime": 228, "clock_getres": 229, "exit_group": 231,
            "newfstatat": 262, "set_robust_list": 273, "getrandom": 318, "membarrier": 324, "statx": 332, "rseq": 334,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "dup": 23, "fcntl": 25, "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66,
            "pread64": 67, "ppoll": 73, "newfstatat": 79, "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98,
            "set_robust_list": 99, "clock_gettime": 113, "clock_getres": 114, "sched_getaffinity": 123,
            "sched_yield": 124, "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
            "uname": 160, "getrusage": 165, "gettimeofday": 169, "getpid": 172, "getuid": 174, "geteuid": 175,
            "getgid": 176, "getegid": 177, "gettid": 178, "sysinfo": 179, "sendto": 206, "recvfrom": 207,
            "sendmsg": 211, "recvmsg": 212, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222, "mprotect": 226,
            "madvise": 233, "getrandom": 278, "membarrier": 283, "statx": 291, "rseq": 293,
        },
    ),
}  # fmt: skip


def limit_resources(*, memory: int, cpu_seconds: int) -> None:
    """Bound what this process may use: address space in bytes, processor time; no file grows, no process is begun."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 32,
    }
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):  # a system that does not know a limit; Linux takes all of them
            resource.setrlimit(kind, (allowed, allowed))


def be_the_first_to_die() -> None:
    """Tell Linux to end this process before any other when the machine runs out of memory."""
    try:
        with open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123 - no path object is worth its import here
            score.write("1000")
    except OSError:
        return  # no Linux, or a container that forbids it: the limit on the address space holds all the same


def give_up_privileges() -> None:
    """Become nobody where the server runs as root; where a container knows no such user, stay what we are."""
    if os.geteuid() != 0:
        return
    try:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    except OSError:
        return


def die_with_the_server() -> None:
    """Have Linux kill this process when the server's thread that began it is gone, whatever it is doing then.

    A change of user forgets this, so it comes after that.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def filter_system_calls() -> bool:
    """Refuse every system call but those that computing needs, for good; whether this system can do that.

    It can on Linux on x86_64 and aarch64. Elsewhere a child is bounded by its limits alone.
    """
    known = _ALLOWED.get(os.uname().machine)
    if sys.platform != "linux" or known is None:
        return False
    architecture, calls = known
    program = _program(architecture, sorted(calls.values()))
    code = ctypes.create_string_buffer(program, len(program))
    description = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    libc = ctypes.CDLL(None)
    if libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    address = ctypes.c_void_p(ctypes.addressof(description))
    return bool(libc.prctl(_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_FILTER), address, 0, 0) == 0)


def _program(architecture: int, numbers: list[int]) -> bytes:
    """The filter: another architecture's calls kill, the named ones pass, all others fail."""
    steps = [
        (_LOAD_WORD, 0, 0, _ARCHITECTURE_OFFSET),
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD_WORD, 0, 0, _NUMBER_OFFSET),
    ]
    steps += [(_JUMP_IF_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
