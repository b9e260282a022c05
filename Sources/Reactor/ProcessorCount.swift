// How many loops are worth having.

import Glibc

/// The processors of this machine.
public enum ProcessorCount {
    /// How many processors are online; at least 1.
    public static var online: Int { max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }
}
