import HTTPWire
import Reactor

/// Every listening socket of the process, bound before anything is served.
struct Sockets {
    /// Where requests are answered, with the ports that were chosen.
    let addresses: [ListenAddress]
    /// What each loop listens to.
    let shares: [[Worker.ServingSocket]]

    init(_ configuration: Configuration, loops: Int) throws {
        var addresses: [ListenAddress] = []
        var shares = [[Worker.ServingSocket]](repeating: [], count: loops)
        let offer: Operations.Offer = configuration.admin.listen.isEmpty ? .all : .publicOnly
        for address in configuration.listen {
            let sockets = try Self.open(address, count: loops)
            if let first = sockets.first { addresses.append(first.address) }
            for (loop, socket) in sockets.enumerated() {
                shares[loop].append(Worker.ServingSocket(socket: socket, offer: offer))
            }
        }
        for address in configuration.admin.listen {
            for (loop, socket) in try Self.open(address, count: loops).enumerated() {
                shares[loop].append(Worker.ServingSocket(socket: socket, offer: .adminOnly))
            }
        }
        self.addresses = addresses
        self.shares = shares
    }

    private static func open(
        _ address: ListenAddress, count: Int
    ) throws(ListenError) -> [ListeningSocket] {
        do throws(SystemError) {
            return try ListeningSocket.open(address, count: count)
        } catch {
            throw ListenError(address: address, error: error)
        }
    }
}

/// An address where nothing can be listened for, and why.
struct ListenError: Error, CustomStringConvertible {
    let address: ListenAddress
    let error: SystemError

    /// `cannot listen on 127.0.0.1:8080: bind: Address already in use`.
    var description: String { "cannot listen on \(address): \(error)" }
}
