// How a task is started that never leaves its loop.

extension EventLoop {
    /// Starts a task that runs as part of `actor`, an actor of this loop, and stays on the loop.
    ///
    /// A plain `Task` of the actor would not stay: Swift resumes a suspended task by way of the
    /// executor that the *task* prefers, which is the process's thread pool unless said otherwise,
    /// and only then returns to the actor, at the price of two changes of thread. Child tasks
    /// inherit the preference; unstructured tasks are to be started here again.
    @discardableResult
    public func startTask<Owner: Actor>(
        of actor: Owner, _ body: @escaping @Sendable (isolated Owner) async -> Void
    ) -> Task<Void, Never> {
        Task(executorPreference: self) { await body(actor) }
    }

    /// Like `startTask(of:_:)`, and gives the task `value`, such as a stream, to keep.
    @discardableResult
    public func startTask<Owner: Actor, Value>(
        of actor: Owner, with value: sending Value,
        _ body: @escaping @Sendable (isolated Owner, sending Value) async -> Void
    ) -> Task<Void, Never> {
        // SAFETY: `value` was handed over by the caller, and is handed on by a closure that runs
        // once.
        nonisolated(unsafe) let value = value
        return Task(executorPreference: self) { await body(actor, value) }
    }
}
