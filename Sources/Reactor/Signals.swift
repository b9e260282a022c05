// The signals a service answers to, as callbacks instead of interruptions.

import Dispatch
import Glibc

/// A signal that an operator sends.
public enum Signal: CaseIterable, Sendable {
    /// SIGTERM: end in good order.
    case terminate
    /// SIGINT: the same, from a keyboard.
    case interrupt
    /// SIGHUP: read the configuration again.
    case hangup

    var number: CInt {
        switch self {
        case .terminate: SIGTERM
        case .interrupt: SIGINT
        case .hangup: SIGHUP
        }
    }
}

/// Calls back when the process receives a signal, in place of what the signal would do.
///
/// One object per process: what the signals did before is not restored when it goes.
public final class Signals: @unchecked Sendable {
    // SAFETY: never changed, and Dispatch's sources may be cancelled from any thread.
    private let sources: [any DispatchSourceSignal]

    /// Listens for `signals` until the object goes; `received` runs on a queue of its own.
    ///
    /// Until this returns, a signal does what it did before: one that comes that early ends the
    /// process, instead of being lost.
    public init(
        _ signals: [Signal] = Signal.allCases, received: @escaping @Sendable (Signal) -> Void
    ) {
        let queue = DispatchQueue(label: "signals")
        let installed = DispatchSemaphore(value: 0)
        sources = signals.map { signal in
            let source = DispatchSource.makeSignalSource(signal: signal.number, queue: queue)
            source.setEventHandler { received(signal) }
            source.setRegistrationHandler { installed.signal() }
            source.activate()
            return source
        }
        for _ in sources { installed.wait() }
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
