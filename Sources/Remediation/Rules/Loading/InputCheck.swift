import AWS
import Documents

extension MappingReader {
  /// Refuses parameters that an operation wouldn't take: unknown ones, ones of another kind, ones
  /// that are too small or too short, and where required ones are missing.
  mutating func check(
    _ input: AWSObject, fits service: ServiceModel, _ operation: String, at place: SourcePosition
  ) {
    guard let model = service.operation(operation) else {
      preconditionFailure("\(service.name) has no operation \(operation)")
    }
    do throws(AWSError) {
      _ = try service.encodeRequest(model, input)
    } catch {
      return self.error(at: place, error.message, suggestion: "expected what `\(operation)` takes")
    }
    guard let shape = model.input, let short = Self.tooSmall(.object(input), shape) else { return }
    error(
      at: place, "`\(short.name)` is less than \(short.minimum)",
      suggestion: "expected what `\(operation)` takes")
  }

  private static func tooSmall(_ value: AWSValue, _ shape: AWS.Shape)
    -> (name: String, minimum: Int64)?
  {
    let size: Int64? =
      switch value {
      case .integer(let number): number
      case .string(let text): Int64(text.unicodeScalars.count)
      case .list(let items): Int64(items.count)
      default: nil
      }
    if let size, let minimum = shape.minimum, size < minimum { return (shape.name, minimum) }
    switch value {
    case .object(let object):
      for (name, value) in object {
        let inner = shape[name]?.shape ?? shape.value
        if let inner, let found = tooSmall(value, inner) {
          return (found.name == inner.name ? name : found.name, found.minimum)
        }
      }
    case .list(let items):
      guard let element = shape.element else { return nil }
      for item in items { if let found = tooSmall(item, element) { return found } }
    default: break
    }
    return nil
  }
}
