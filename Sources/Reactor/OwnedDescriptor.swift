// A descriptor with exactly one owner.

import Glibc

/// A descriptor that is closed when its owner goes.
struct OwnedDescriptor: ~Copyable {
    let number: CInt

    /// Takes over what `call` returned, or throws its error.
    init(_ call: String, _ number: CInt) throws(SystemError) {
        guard number != -1 else { throw SystemError(call) }
        self.number = number
    }

    deinit {
        close(number)
    }

    /// Gives the descriptor away: it is the caller's to close.
    consuming func release() -> CInt {
        let number = number
        discard self
        return number
    }
}
