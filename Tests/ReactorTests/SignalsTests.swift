// Signals as events.

import Glibc
import Reactor
import Testing

@Suite("Signals")
struct SignalsTests {
    @Test("become callbacks instead of the end of the process")
    func callback() async {
        let received = await withUnsafeContinuation { continuation in
            let once = Shared<UnsafeContinuation<Signal, Never>?>(continuation)
            let signals = Signals([.hangup]) { signal in
                once.value?.resume(returning: signal)
                once.value = nil
            }
            kept.value = signals
            kill(getpid(), SIGHUP)
        }
        #expect(received == .hangup)
        kept.value = nil
    }

    private let kept = Shared<Signals?>(nil)
}
