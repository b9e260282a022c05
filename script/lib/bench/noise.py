"""How much of the machine somebody else used while we measured."""

import os
import resource

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Noise:
    """From its making until `share`: the part of all cores' time that was neither idle nor ours."""

    def __init__(self, socket_folder):
        with open(f"{socket_folder}/data/postmaster.pid", encoding="utf-8") as file:
            self._postmaster = int(file.readline())
        self._before = self._times()

    def share(self):
        """Between 0 and 1; what the hypervisor gave to others counts."""
        before, after = self._before, self._times()
        total, busy, ours = (now - then for now, then in zip(after, before))
        return min(1.0, max(0.0, (busy - ours) / max(total, 1)))

    def _times(self):
        """Seconds of all cores: altogether, not idle, and ours. Ours must all have ended."""
        with open("/proc/stat", encoding="ascii") as file:
            # user, nice, system, idle, wait, irq, softirq, stolen
            ticks = [int(word) for word in file.readline().split()[1:9]]
        total = sum(ticks) / TICKS_PER_SECOND
        return total, total - (ticks[3] + ticks[4]) / TICKS_PER_SECOND, self._ours()

    def _ours(self):
        used = [resource.getrusage(who) for who in (
            resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(usage.ru_utime + usage.ru_stime for usage in used) + self._postgres()

    def _postgres(self):
        """The server's processes; those that have ended are on the first one's account."""
        ticks = 0
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    fields = file.read().rpartition(") ")[2].split()
            except OSError:
                continue
            # Counted from the state, which is the third: its parent, then its own times.
            if int(name) == self._postmaster:
                ticks += sum(int(field) for field in fields[11:15])
            elif int(fields[1]) == self._postmaster:
                ticks += sum(int(field) for field in fields[11:13])
        return ticks / TICKS_PER_SECOND
