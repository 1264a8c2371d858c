"""What a process may use, set by itself and enforced by the kernel: even code that never returns to Python obeys."""

import ctypes
import math
import os
import resource
import signal

# <sys/prctl.h>
_PR_SET_PDEATHSIG = 1


def confine(*, time_s: int, memory_bytes: int) -> None:
    """Let this process live for ``time_s`` more seconds and take at most ``memory_bytes`` of address space.

    SIGALRM ends it at its time whatever it does; more memory is a MemoryError, or the end of the library that asked.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(time_s)
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor_s = math.ceil(used.ru_utime + used.ru_stime) + time_s
    resource.setrlimit(resource.RLIMIT_CPU, (processor_s, processor_s + 1))
    cap_memory(memory_bytes)


def cap_memory(memory_bytes: int) -> None:
    """Let this process take at most ``memory_bytes`` of address space, and leave no core file when it ends."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a page's remains are its raw bytes, not a core file


def hold_memory(memory_bytes: int) -> None:
    """Let this process take at most ``memory_bytes`` of address space until it lets go by `release_memory`."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_within(memory_bytes, hard), hard))


def release_memory() -> None:
    """Let this process take what whoever started it allows: for work whose size the operator chose."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _within(memory_bytes: int, hard: int) -> int:
    return memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends: no orphan works on, or waits for ever.

    Linux only; elsewhere nothing changes.
    """
    parent = os.getppid()
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        return
    prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel was asked
        os.kill(os.getpid(), signal.SIGKILL)
