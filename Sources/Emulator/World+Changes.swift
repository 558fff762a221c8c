/// What changed in the customers' resources, for checkers and collateral checks.
extension World {
  /// Whether changes are kept for `takeChanges`; off unless somebody asks.
  package var isObservingChanges: Bool {
    get { observer.isObserving }
    set { observer.isObserving = newValue }
  }

  /// The committed changes since the last ask, in their order. What was rolled back never appears,
  /// nor does what an account starts with.
  package func takeChanges() -> [RowChange] { observer.take() }
}
