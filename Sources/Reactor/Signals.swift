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
    public init(_ signals: [Signal] = Signal.allCases, received: @escaping @Sendable (Signal) -> Void) {
        let queue = DispatchQueue(label: "signals")
        sources = signals.map { signal in
            // A signal that arrives before the source is active must not end the process.
            Glibc.signal(signal.number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal.number, queue: queue)
            source.setEventHandler { received(signal) }
            source.activate()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
