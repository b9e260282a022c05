// How long a person has to wait, as they would say it.

extension Duration {
    /// Whole seconds below two minutes, whole minutes from there, never less than is left.
    var roundedUpInWords: String {
        let (whole, rest) = components
        let seconds = max(1, rest > 0 ? whole.addingReportingOverflow(1).partialValue : whole)
        guard seconds >= 120 else { return seconds == 1 ? "1 second" : "\(seconds) seconds" }
        return "\(seconds / 60 + (seconds % 60 == 0 ? 0 : 1)) minutes"
    }
}
