import Domain
import HTTPWire

/// Moments as `yyyy-MM-dd HH:mm:ss`, without a zone: UTC.
struct LocalTime {
    /// The text's octets.
    typealias Text = InlineArray<19, UInt8>

    private static let years = 1...9999

    /// The text of the moment that was shown last.
    private(set) var text = Text(repeating: 0)
    private var second = Int64.min
    private var day = Int64.min

    /// The text of one moment.
    static func text(_ moment: Timestamp) -> Text {
        var time = LocalTime()
        time.show(moment)
        return time.text
    }

    /// Makes `text` that of the moment; years beyond four digits are cut to the last or the first
    /// that has four.
    ///
    /// Moments that are shown one after another are often of one second, and mostly of one day:
    /// what they have in common is worked out once.
    mutating func show(_ moment: Timestamp) {
        guard moment.seconds != second else { return }
        second = moment.seconds
        if moment.day != day {
            day = moment.day
            showDay()
        }
        let rest = Int(second - day * 86_400)
        write(rest / 3600, at: 11)
        write(rest / 60 % 60, at: 14)
        write(rest % 60, at: 17)
    }

    private mutating func showDay() {
        let date = CivilDate(day: Int(day))
        let year = min(max(date.year, Self.years.lowerBound), Self.years.upperBound)
        write(year / 100, at: 0)
        write(year % 100, at: 2)
        write(date.month, at: 5)
        write(date.day, at: 8)
        for place in text.indices {
            if let mark = Self.mark(at: place) { text[place] = mark }
        }
    }

    private mutating func write(_ number: Int, at place: Int) {
        text[place] = UInt8(ascii: "0") + UInt8(number / 10)
        text[place + 1] = UInt8(ascii: "0") + UInt8(number % 10)
    }

    /// What stands between two numbers; nil where a digit does.
    private static func mark(at place: Int) -> UInt8? {
        switch place {
        case 4, 7: UInt8(ascii: "-")
        case 10: UInt8(ascii: " ")
        case 13, 16: UInt8(ascii: ":")
        default: nil
        }
    }

    /// The moment that a text names; nil where it is of another form, or no such day or time.
    static func moment(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count == Text.count else { return nil }
        var numbers: [Int] = []
        var number = 0
        for (place, byte) in bytes.enumerated() {
            if let mark = mark(at: place) {
                guard byte == mark else { return nil }
                numbers.append(number)
                number = 0
            } else {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                number = number * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        numbers.append(number)
        let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
        guard years.contains(date.year), (1...12).contains(date.month), (1...31).contains(date.day),
            CivilDate(day: date.dayNumber) == date, numbers[3] < 24, numbers[4] < 60,
            numbers[5] < 60
        else { return nil }
        let second = numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
        return Timestamp(seconds: Int64(date.dayNumber * 86_400 + second))
    }
}
