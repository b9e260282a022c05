// Why a stream's operation did not happen.

/// Why nothing was received, or not everything was sent.
public enum StreamError: Error, Hashable, Sendable {
    /// The stream's deadline passed first.
    case deadlinePassed

    /// The peer broke the connection off.
    case reset

    /// The stream was closed on this side, or its loop stopped.
    case closed

    /// The kernel refused with this error number.
    case system(CInt)
}
