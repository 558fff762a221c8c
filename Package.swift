// swift-tools-version: 6.2
import PackageDescription

/// libFuzzer's library, named by `make fuzz` alone: then everything is instrumented for it.
let fuzzer = Context.environment["FUZZER"]

// Every target is held to these; a warning is an error.
let strict: [SwiftSetting] =
  [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + (fuzzer == nil ? [] : [.unsafeFlags(["-sanitize=fuzzer"])])

let collections: Target.Dependency = .product(
  name: "OrderedCollections", package: "swift-collections")

/// A target of ours: `uses` is its row of the import table, held by the compiler and `dev tidy`.
func target(_ name: String, uses: [String] = [], _ packages: [Target.Dependency] = [])
  -> Target
{
  .target(
    name: name, dependencies: uses.map { .init(stringLiteral: $0) } + packages,
    swiftSettings: strict)
}

func tests(
  _ name: String, uses: [String], _ packages: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: uses.map { .init(stringLiteral: $0) } + packages,
    path: "Tests/\(name)Tests", exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "stormdrill",
  products: [.executable(name: "stormdrill", targets: ["stormdrill"])],
  dependencies: [
    // The command line: parsing, help and completion scripts of some fifteen subcommands.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    // OrderedDictionary: documents keep the order of their members, on the wire and in reports.
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    // YAML 1.1 with line and column of every node, on libyaml.
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // System libraries, from the distribution.
    .systemLibrary(name: "CSQLiteSystem", pkgConfig: "sqlite3"),
    .target(name: "CSQLite", dependencies: ["CSQLiteSystem"]),
    .systemLibrary(name: "CMicrohttpdSystem", pkgConfig: "libmicrohttpd"),
    .target(name: "CMicrohttpd", dependencies: ["CMicrohttpdSystem"]),
    .systemLibrary(name: "CCurlSystem", pkgConfig: "libcurl"),
    .target(name: "CCurl", dependencies: ["CCurlSystem"]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CZlibSystem", pkgConfig: "zlib"),
    .target(name: "CZlib", dependencies: ["CZlibSystem"]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8"),
    // Resources compiled in with #embed.
    .target(name: "ServiceModelData", exclude: ["data"]),

    // The vocabulary.
    target("AWS", uses: ["CCrypto", "CZlib", "ServiceModelData"], [collections]),
    target("Documents", uses: ["AWS"], [.product(name: "Yams", package: "Yams")]),
    target("JMESPath", uses: ["AWS"]),
    target("PolicyLanguage", uses: ["AWS"]),
    target("Exposure", uses: ["AWS", "PolicyLanguage"]),
    target("Simulation", uses: ["AWS"], [collections]),

    // The local AWS.
    target("Emulator", uses: ["AWS", "PolicyLanguage", "CSQLite"], [collections]),
    target("Faults", uses: ["AWS", "Simulation", "Documents"]),
    target("Delivery", uses: ["AWS", "Simulation", "Faults", "Emulator"]),

    // The engine.
    target(
      "Remediation",
      uses: ["AWS", "PolicyLanguage", "Exposure", "Documents", "JMESPath", "CPCRE2"],
      [collections]),
    .target(name: "RulePackData", exclude: ["foundational"]),
    target("RulePacks", uses: ["RulePackData"]),
    target("Ledger", uses: ["AWS", "Remediation", "CSQLite"]),
    target("AWSClient", uses: ["AWS"]),
    // The engine with its client: the glue that virtual time and real AWS share.
    target("EngineRuntime", uses: ["AWS", "Remediation", "AWSClient"]),

    // What a run is and what it says.
    target("Journal", uses: ["AWS"]),
    target(
      "Harness",
      uses: [
        "AWS", "Documents", "JMESPath", "PolicyLanguage", "Simulation", "Emulator", "Faults",
        "Delivery", "Remediation", "RulePacks", "Ledger", "AWSClient", "EngineRuntime", "Journal",
      ], [collections]),
    target("Reporting", uses: ["AWS", "Journal"]),

    // The rim.
    target("LiveAWS", uses: ["AWS", "AWSClient", "CCurl"]),
    target("Server", uses: ["AWS", "Emulator", "Delivery", "CMicrohttpd"]),
    .executableTarget(
      name: "stormdrill",
      dependencies: [
        "AWS", "Documents", "JMESPath", "PolicyLanguage", "Simulation", "Emulator", "Faults",
        "Delivery", "Remediation", "RulePacks", "Ledger", "AWSClient", "EngineRuntime", "Journal",
        "Harness", "Reporting", "LiveAWS", "Server", "Exposure",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "dev",
      dependencies: [
        "AWS", "Documents", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    // What is fuzzed, and the tests that run the inputs that fuzzing keeps.
    .target(
      name: "FuzzTargets", dependencies: ["AWS", "Documents", "JMESPath", "Remediation"],
      path: "Tests/Fuzz/Targets", swiftSettings: strict),
    tests("Fuzz", uses: ["FuzzTargets"]),
    // Shared by the tests of the targets that need a world.
    .target(
      name: "TestKit", dependencies: ["AWS", "Emulator"], path: "Tests/TestKit",
      swiftSettings: strict),
    tests("Emulator", uses: ["AWS", "Emulator", "TestKit"]),
    tests("Documents", uses: ["AWS", "Documents"]),
    tests("PolicyLanguage", uses: ["PolicyLanguage", "AWS"]),
    tests("AWS", uses: ["AWS"]),
    tests("dev", uses: ["dev"]),
    tests("Journal", uses: ["AWS", "Journal"]),
    tests("Simulation", uses: ["AWS", "Simulation"]),
    tests("JMESPath", uses: ["AWS", "JMESPath"]),
    tests("Faults", uses: ["AWS", "Documents", "Faults"]),
    tests("Delivery", uses: ["AWS", "Delivery", "Emulator", "Faults", "TestKit"]),
    tests(
      "Harness",
      uses: [
        "AWS", "Delivery", "Documents", "Emulator", "Faults", "Harness", "Journal",
        "Remediation", "TestKit",
      ]),
    tests("LiveAWS", uses: ["AWS", "LiveAWS"]),
    tests("AWSClient", uses: ["AWS", "AWSClient"]),
    tests("Ledger", uses: ["AWS", "Remediation", "Ledger"]),
    tests(
      "EngineRuntime",
      uses: [
        "AWS", "AWSClient", "Documents", "Emulator", "EngineRuntime", "Remediation", "TestKit",
      ]),
    tests(
      "Remediation",
      uses: ["AWS", "Documents", "Exposure", "JMESPath", "PolicyLanguage", "Remediation"],
      exclude: ["Engine/Transcripts"]),
    tests("RulePacks", uses: ["AWS", "Documents", "Remediation", "RulePacks"]),
    tests("Reporting", uses: ["AWS", "Journal", "Reporting"]),
    tests("Exposure", uses: ["AWS", "Exposure", "PolicyLanguage"]),
  ]
)

if let fuzzer {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Driver",
      swiftSettings: strict,
      linkerSettings: [
        .unsafeFlags(["-Xlinker", fuzzer]), .linkedLibrary("stdc++"), .linkedLibrary("m"),
      ]))
}

// ONLY_TESTS=PolicyLanguage,AWS swift test: just these targets' tests and what they need, for work
// on one target.
if let only = Context.environment["ONLY_TESTS"] {
  var wanted = Set(only.split(separator: ",").map { "\($0)Tests" })
  var found = 0
  while found < wanted.count {
    found = wanted.count
    for target in package.targets where wanted.contains(target.name) {
      for case .byNameItem(let name, _) in target.dependencies { wanted.insert(name) }
    }
    wanted.formIntersection(package.targets.map(\.name))
  }
  package.targets.removeAll { !wanted.contains($0.name) }
  package.products.removeAll()
}
