/// Who may import whom: the table of the design. The compiler holds most of it by the targets'
/// dependencies, but misses an import of what is reachable through another target.
enum ImportTable {
  /// Our modules by target; a target that isn't here may import nothing of ours.
  static let ours: [String: Set<String>] = [
    "AWS": ["CCrypto", "CZlib", "ServiceModelData"],
    "Documents": ["AWS", "Yams"],
    "JMESPath": ["AWS"],
    "PolicyLanguage": ["AWS"],
    "Exposure": ["AWS", "PolicyLanguage"],
    "Simulation": ["AWS"],
    "Emulator": ["AWS", "PolicyLanguage", "CSQLite"],
    "Faults": ["AWS", "Simulation", "Documents"],
    "Delivery": ["AWS", "Simulation", "Faults", "Emulator"],
    // Harness is left out of Exposure's users: its checkers are the truth that rules which ask
    // Exposure are measured against.
    "Remediation": ["AWS", "PolicyLanguage", "Exposure", "Documents", "JMESPath", "CPCRE2"],
    "RulePacks": ["RulePackData"],
    "Ledger": ["AWS", "Remediation", "CSQLite"],
    "AWSClient": ["AWS"],
    "EngineRuntime": ["AWS", "Remediation", "AWSClient"],
    "LiveAWS": ["AWS", "AWSClient", "CCurl"],
    "Server": ["AWS", "Emulator", "Delivery", "CMicrohttpd"],
    "Journal": ["AWS"],
    "Harness": [
      "AWS", "Documents", "JMESPath", "PolicyLanguage", "Simulation", "Emulator", "Faults",
      "Delivery", "Remediation", "RulePacks", "Ledger", "AWSClient", "EngineRuntime", "Journal",
    ],
    "Reporting": ["AWS", "Journal"],
    "stormdrill": [
      "AWS", "Documents", "JMESPath", "PolicyLanguage", "Simulation", "Emulator", "Faults",
      "Delivery", "Remediation", "RulePacks", "Ledger", "AWSClient", "EngineRuntime", "Journal",
    "Harness",
      "Reporting", "LiveAWS", "Server", "Exposure",
    ],
    "dev": ["AWS", "Documents"],
  ]

  /// Targets that touch the outside world: they may use Foundation, locks and threads.
  static let rim: Set<String> = ["LiveAWS", "Server", "stormdrill", "dev"]

  /// Pure targets: no clock, no randomness but a seed's, no tasks.
  static let cores: Set<String> = [
    "AWS", "Documents", "JMESPath", "PolicyLanguage", "Exposure", "Simulation", "Emulator",
    "Faults", "Delivery", "Remediation", "RulePacks", "Ledger", "AWSClient", "EngineRuntime",
    "Journal", "Harness", "Reporting",
  ]

  /// Libraries whose wrappers hold pointers.
  static let librariesInC: Set<String> = ["CSQLite", "CMicrohttpd", "CCurl", "CPCRE2"]

  private static let collections: Set<String> = ["OrderedCollections", "DequeModule", "HeapModule"]
  private static let system: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization", "Logging",
  ]

  /// What is wrong with an import; nil for nothing.
  static func objection(to module: String, in target: String) -> String? {
    if collections.contains(module) || ours[target]?.contains(module) == true { return nil }
    if system.contains(module) {
      let allowed = rim.sorted().joined(separator: ", ")
      return rim.contains(target)
        ? nil : "\(target) may not import \(module): only \(allowed) may"
    }
    if module == "ArgumentParser" {
      return target == "stormdrill" || target == "dev"
        ? nil : "\(target) may not import ArgumentParser: only stormdrill and dev may"
    }
    return "\(target) may not import \(module)"
  }
}
