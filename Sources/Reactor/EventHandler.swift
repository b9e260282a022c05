// What a loop tells the owner of a descriptor.

/// What a descriptor has become ready for.
public struct ReadyEvents: OptionSet, Sendable {
    /// The set as bits.
    public let rawValue: UInt8

    /// A set from its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// A read will give bytes, the end of input, or an error.
    public static let readable = ReadyEvents(rawValue: 1)

    /// A write will take bytes or give an error.
    public static let writable = ReadyEvents(rawValue: 2)

    /// The peer has closed its direction or the descriptor is broken; reading will tell which.
    public static let hangup = ReadyEvents(rawValue: 4)
}

/// The owner of a registered descriptor.
public protocol EventHandler: AnyObject {
    /// The descriptor has become ready; called on the loop, once per change, never after
    /// `EventLoop.deregister`.
    ///
    /// Events are edges: what is not read or written until the kernel says `EAGAIN` is not
    /// announced again.
    func ready(_ events: ReadyEvents)
}
