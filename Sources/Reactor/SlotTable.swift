// Who owns which descriptor of a loop: a table, because a descriptor is a small number.

/// The handlers of a loop, indexed by descriptor, each registration with its own generation.
///
/// The kernel reuses a descriptor's number at once, so an event already collected may speak of the
/// number's previous owner; the generation tells them apart.
struct SlotTable {
    private struct Slot {
        var handler: (any EventHandler)?
        var generation: UInt32 = 0
    }

    private var slots: [Slot] = []

    /// How many descriptors are registered.
    private(set) var count = 0

    /// Gives the descriptor to `handler` and returns the generation to mark its events with.
    mutating func insert(_ handler: any EventHandler, at descriptor: CInt) -> UInt32 {
        precondition(descriptor >= 0, "descriptor \(descriptor)")
        let index = Int(descriptor)
        // The table's growth is bounded by the process' limit on descriptors.
        while slots.count <= index { slots.append(Slot()) }
        precondition(slots[index].handler == nil, "descriptor \(descriptor) is registered")
        slots[index].handler = handler
        slots[index].generation &+= 1
        count += 1
        return slots[index].generation
    }

    /// Gives the descriptor, and the events already collected for it, to another handler.
    mutating func replaceHandler(of descriptor: CInt, with handler: any EventHandler) {
        let index = Int(descriptor)
        guard slots.indices.contains(index), slots[index].handler != nil else { return }
        slots[index].handler = handler
    }

    /// Forgets the descriptor's handler, and returns whether there was one.
    mutating func remove(_ descriptor: CInt) -> Bool {
        let index = Int(descriptor)
        guard slots.indices.contains(index), slots[index].handler != nil else { return false }
        slots[index].handler = nil
        count -= 1
        return true
    }

    /// The generation of the descriptor's present registration.
    func generation(of descriptor: CInt) -> UInt32? {
        let index = Int(descriptor)
        guard slots.indices.contains(index), slots[index].handler != nil else { return nil }
        return slots[index].generation
    }

    /// The handler an event is for, or nil when its registration has ended.
    func handler(of event: Poller.Event) -> (any EventHandler)? {
        let index = Int(event.descriptor)
        guard slots.indices.contains(index), slots[index].generation == event.generation else {
            return nil
        }
        return slots[index].handler
    }

    /// Every handler there is.
    var handlers: [any EventHandler] { slots.compactMap(\.handler) }
}
