import FuzzTargets
import Glibc

// `fuzz TARGET [libFuzzer's options and corpus folders]`: coverage-guided fuzzing in process. Built
// by `make fuzz` alone, since everything below it is instrumented.

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ each: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

guard CommandLine.argc > 1, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
  let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " or ")
  print("expected the name of a target: \(names)")
  exit(2)
}

// The target's name is taken out: libFuzzer would read it as a folder.
var arguments = CommandLine.unsafeArgv
arguments[1] = arguments[0]
arguments += 1
var count = CommandLine.argc - 1

let status: Int32
switch target {
case .jmespath:
  status = runDriver(&count, &arguments) { start, count in
    FuzzTarget.jmespath.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  }
case .loader:
  status = runDriver(&count, &arguments) { start, count in
    FuzzTarget.loader.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  }
}
exit(status)
