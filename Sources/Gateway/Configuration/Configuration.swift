/// What an operator decides, as one value. What each key means stands once, in the tables of `Configuration.keys`;
/// here stand the types and the defaults.

internal import Access
public import Reactor
