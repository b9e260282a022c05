// A refused system call, as a value: what was asked and the kernel's answer.

import Glibc

/// A system call that failed, with the kernel's error number.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name of the call, such as `bind`.
    public let call: String

    /// The value of `errno` right after the call.
    public let code: CInt

    init(_ call: String, code: CInt = errno) {
        self.call = call
        self.code = code
    }

    /// The call and the system's own words for its error number.
    public var description: String {
        "\(call): \(String(cString: strerror(code)))"
    }
}

/// Calls again for as long as a signal interrupts the call.
///
/// Returns what the call returned otherwise; -1 leaves its reason in `errno`.
@inline(__always)
func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
