// How a command answers: for people, or as one JSON object.

import ArgumentParser
import Glibc
import JSONWire

struct OutputOption: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Answer with one JSON object on standard output.")
    var isJSON = false

    /// Prints the answer in the form that was asked for.
    func answer(_ json: JSON, text: @autoclosure () -> String) {
        StandardOutput.line(isJSON ? String(decoding: json.encoded, as: UTF8.self) : text())
    }
}

enum StandardOutput {
    /// Prints a line that is read at once, even through a pipe.
    static func line(_ text: String) {
        print(text)
        fflush(nil)
    }
}
