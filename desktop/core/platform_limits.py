"""The memory a child process may take, on each kind of system."""

from __future__ import annotations

import sys


def limit_memory(megabytes: int) -> None:
    """Let this process take no more than so many megabytes beyond what it has now."""
    if sys.platform == "win32":
        _limit_by_job_object(megabytes)
    else:
        _limit_by_rlimit(megabytes)


def _limit_by_rlimit(megabytes: int) -> None:
    import resource

    used = _virtual_size()
    wanted = used + megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _virtual_size() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:
            import resource

            return int(stream.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 256 * 1024 * 1024


def _limit_by_job_object(megabytes: int) -> None:
    """Put this process into a Job Object whose committed memory per process is limited."""
    import ctypes

    class BasicLimits(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", ctypes.c_uint32),
            ("minimum_working_set", ctypes.c_size_t),
            ("maximum_working_set", ctypes.c_size_t),
            ("active_processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("priority_class", ctypes.c_uint32),
            ("scheduling_class", ctypes.c_uint32),
        )

    class ExtendedLimits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("basic", BasicLimits),
            ("io_counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    limit_process_memory, extended_information = 0x100, 9
    limits = ExtendedLimits()
    limits.basic.flags = limit_process_memory
    limits.process_memory = (megabytes + 128) * 1024 * 1024
    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    kernel32.CreateJobObjectW.restype = ctypes.c_void_p
    kernel32.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel32.CreateJobObjectW(None, None))
    kernel32.SetInformationJobObject(
        job, extended_information, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    kernel32.AssignProcessToJobObject(job, ctypes.c_void_p(kernel32.GetCurrentProcess()))
