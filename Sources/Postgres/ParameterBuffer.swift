// The parameters of one message as the C arrays that libpq wants; one per connection, reused.

internal import CLibPQ

/// Lays out parameters in binary form, without a heap allocation per message or per parameter.
struct ParameterBuffer: ~Copyable {
    /// What is kept from one message to the next; more is given back after the message.
    static let bytesKeptMax = 64 * 1024

    // SAFETY: all pointers are owned by this value alone, from init to deinit; the arrays hold
    // `parametersCapacity` elements and `bytes` holds `bytesCapacity`.

    /// Where each parameter begins; nil for NULL.
    ///
    /// Valid until the next `encode`.
    private(set) var values: UnsafeMutablePointer<UnsafePointer<CChar>?>
    private(set) var lengths: UnsafeMutablePointer<CInt>
    /// All ones: every parameter is binary.
    private(set) var formats: UnsafeMutablePointer<CInt>
    private(set) var types: UnsafeMutablePointer<Oid>
    private(set) var count = 0

    private var offsets: UnsafeMutablePointer<Int>
    private var parametersCapacity: Int
    private var bytes: UnsafeMutablePointer<UInt8>
    private var bytesCapacity: Int
    private var bytesCount = 0

    init() {
        parametersCapacity = 32
        bytesCapacity = 4096
        // SAFETY: all six are owned by this value alone and freed by its deinit.
        values = .allocate(capacity: parametersCapacity)
        lengths = .allocate(capacity: parametersCapacity)
        formats = .allocate(capacity: parametersCapacity)
        types = .allocate(capacity: parametersCapacity)
        offsets = .allocate(capacity: parametersCapacity)
        bytes = .allocate(capacity: bytesCapacity)
        formats.initialize(repeating: 1, count: parametersCapacity)
    }

    deinit {
        values.deallocate()
        lengths.deallocate()
        formats.deallocate()
        types.deallocate()
        offsets.deallocate()
        bytes.deallocate()
    }

    /// Replaces what the arrays hold.
    mutating func encode(_ parameters: [Parameter]) {
        begin(parameters.count)
        for index in parameters.indices {
            let parameter = parameters[index]
            types[index] = ParameterKind(parameter).typeID
            let start = bytesCount
            offsets[index] = append(parameter) ? start : -1
            lengths[index] = CInt(truncatingIfNeeded: bytesCount - start)
        }
        point()
    }

    /// The tenant's number as text: what `set_config` takes.
    mutating func encode(tenant: Int64) {
        begin(1)
        types[0] = TypeID.text
        offsets[0] = 0
        appendDecimal(tenant)
        lengths[0] = CInt(truncatingIfNeeded: bytesCount)
        point()
    }

    private mutating func begin(_ parametersCount: Int) {
        if bytesCapacity > ParameterBuffer.bytesKeptMax {
            bytes.deallocate()
            bytesCapacity = ParameterBuffer.bytesKeptMax
            bytes = .allocate(capacity: bytesCapacity)
        }
        bytesCount = 0
        count = parametersCount
        guard parametersCount > parametersCapacity else { return }
        // SAFETY: nothing of the former message is used after `begin`, so the arrays need no copy.
        values.deallocate()
        lengths.deallocate()
        formats.deallocate()
        types.deallocate()
        offsets.deallocate()
        parametersCapacity = parametersCount
        values = .allocate(capacity: parametersCapacity)
        lengths = .allocate(capacity: parametersCapacity)
        formats = .allocate(capacity: parametersCapacity)
        types = .allocate(capacity: parametersCapacity)
        offsets = .allocate(capacity: parametersCapacity)
        formats.initialize(repeating: 1, count: parametersCapacity)
    }

    /// Turns offsets into pointers, once the bytes no longer move.
    private mutating func point() {
        // SAFETY: every offset lies within `bytes`, which libpq copies from before it returns.
        let base = UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self)
        for index in 0..<count {
            values[index] = offsets[index] < 0 ? nil : base + offsets[index]
        }
    }

    /// Returns false for NULL.
    private mutating func append(_ parameter: Parameter) -> Bool {
        switch parameter {
        case .null:
            return false
        case .text(let text):
            append(text)
        case .integer(let integer):
            append(integer)
        case .integers(let integers):
            appendArrayHeader(count: integers.count, element: TypeID.integer64)
            for integer in integers {
                append(Int32(8))
                append(integer)
            }
        case .boolean(let boolean):
            append(boolean ? 1 : 0 as UInt8)
        case .bytes(let content):
            append(content)
        case .time(let microseconds):
            append(ServerTime.encode(microseconds))
        case .texts(let texts):
            appendArrayHeader(count: texts.count, element: TypeID.text)
            for text in texts {
                append(Int32(truncatingIfNeeded: text.utf8.count))
                append(text)
            }
        case .json(let content):
            append(content)
        }
        return true
    }

    private mutating func appendArrayHeader(count: Int, element: Oid) {
        append(count == 0 ? 0 : 1 as Int32)  // dimensions
        append(0 as Int32)  // no element is NULL
        append(Int32(bitPattern: element))
        guard count > 0 else { return }
        append(Int32(truncatingIfNeeded: count))
        append(1 as Int32)  // the first index
    }

    private mutating func append(_ integer: some FixedWidthInteger) {
        let size = integer.bitWidth / 8
        reserve(size)
        // SAFETY: `reserve` has made room for `size` bytes at the end.
        UnsafeMutableRawPointer(bytes + bytesCount)
            .storeBytes(of: integer.bigEndian, as: type(of: integer))
        bytesCount += size
    }

    private mutating func append(_ content: [UInt8]) {
        reserve(content.count)
        content.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            // SAFETY: `reserve` has made room, and an array never overlaps this buffer.
            (bytes + bytesCount).update(from: base, count: source.count)
        }
        bytesCount += content.count
    }

    private mutating func append(_ text: String) {
        let utf8 = text.utf8
        let size = utf8.count
        reserve(size)
        let target = bytes + bytesCount
        // SAFETY: `reserve` has made room for the whole text.
        let isCopied: Void? = utf8.withContiguousStorageIfAvailable { source in
            guard let base = source.baseAddress else { return }
            target.update(from: base, count: source.count)
        }
        if isCopied == nil {
            var index = 0
            for byte in utf8 {
                target[index] = byte
                index += 1
            }
        }
        bytesCount += size
    }

    private mutating func appendDecimal(_ integer: Int64) {
        reserve(20)
        var digits = integer.magnitude
        var width = 1
        var rest = digits / 10
        while rest > 0 {
            width += 1
            rest /= 10
        }
        if integer < 0 { append(UInt8(ascii: "-")) }
        var index = bytesCount + width
        bytesCount = index
        repeat {
            index -= 1
            bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digits % 10)
            digits /= 10
        } while digits > 0
    }

    private mutating func reserve(_ size: Int) {
        let needed = bytesCount + size
        guard needed > bytesCapacity else { return }
        let capacity = max(needed, bytesCapacity * 2)
        // SAFETY: the bytes written so far move to the larger block before the old one is freed.
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: bytes, count: bytesCount)
        bytes.deallocate()
        bytes = larger
        bytesCapacity = capacity
    }
}
