// Looks host names up on a thread of its own, because libpq would do it on the loop and wait.

internal import Glibc
internal import Reactor

/// Turns host names into addresses without holding up a loop.
enum Resolver {
    /// Looks all hosts up and calls `found` on the loop with every address of each, in order.
    ///
    /// Numeric hosts pass through. At most one thread per connecting link exists at a time; one
    /// whose link has been closed meanwhile ends by itself when the system's resolver gives up.
    static func resolve(
        _ hosts: [Endpoint.Host], on loop: EventLoop,
        found: @escaping ([(host: Endpoint.Host, address: String)]) -> Void
    ) {
        let request = Request(hosts: hosts, loop: loop, found: found)
        var thread = pthread_t()
        // SAFETY: the thread takes over the one reference that is handed to it.
        let handed = Unmanaged.passRetained(request)
        let status = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Request>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, handed.toOpaque())
        if status == 0 {
            pthread_detach(thread)
        } else {
            handed.takeRetainedValue().answer([])
        }
    }

    // SAFETY: `found` is only touched on the loop; everything else is immutable.
    private final class Request: @unchecked Sendable {
        private let hosts: [Endpoint.Host]
        private let loop: EventLoop
        private let found: ([(host: Endpoint.Host, address: String)]) -> Void

        init(
            hosts: [Endpoint.Host], loop: EventLoop,
            found: @escaping ([(host: Endpoint.Host, address: String)]) -> Void
        ) {
            self.hosts = hosts
            self.loop = loop
            self.found = found
        }

        func run() {
            answer(
                hosts.flatMap { host in
                    Resolver.addresses(of: host.name).map { (host: host, address: $0) }
                })
        }

        func answer(_ addresses: [(host: Endpoint.Host, address: String)]) {
            loop.execute { self.found(addresses) }
        }
    }

    private static func addresses(of name: String) -> [String] {
        if name.hasPrefix("/") || name.hasPrefix("@") || name.isEmpty { return [""] }
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        // SAFETY: the list is the resolver's until it is freed here, once.
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var next = list
        while let entry = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let status = getnameinfo(
                entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil,
                0, NI_NUMERICHOST)
            if status == 0 {
                addresses.append(
                    String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
            }
            next = entry.pointee.ai_next
        }
        return addresses
    }
}
