import Testing

@testable import Remediation

private func matches(_ source: String, _ text: String, isCaseless: Bool = false) -> Bool? {
  try? Pattern(source, isCaseless: isCaseless).matches(text)
}

@Suite struct PatternTests {
  /// What Python 3.11 answers to `re.match`.
  @Test(arguments: [
    ("a$", "a\n", true), ("a\\Z", "a\n", false), ("(?m)a$", "a\nb", true),
    ("\\w+$", "\u{e9}1_", true),
    ("\\d", "\u{663}", true), ("(?a)\\d", "\u{663}", false), ("\\s", "\u{1c}", true),
    (".", "\n", false),
    ("(?s).", "\n", true), ("[\\W]", "_", false), ("[^\\W\\d]", "a", true),
    ("[^\\W\\d]", "1", false),
    ("a{,2}b", "aab", true), ("a{,2}b", "aaab", false), ("x{a}", "x{a}", true), ("[]a]", "]", true),
    ("[[:alpha:]]", "a", false), ("[[:alpha:]]", ":]", true), ("\\101", "A", true),
    ("\\Ba", "a", false),
    ("(a)?b(?(1)c|d)", "abc", true), ("(a)?b(?(1)c|d)", "bc", false), ("(?x) a b # c", "ab", true),
    ("(?P<n>a)(?P=n)", "aa", true), ("a++a", "aaa", false), ("(?<=a)b", "b", false),
    ("b", "ab", false),
    ("(?-i:\\b.{,}){2}+", "a-", false), ("\\u0061\\x62", "ab", true), ("\\B", "", false),
  ] as [(String, String, Bool)]) func textsMatchAsInPython(
    source: String, text: String, expected: Bool
  ) {
    #expect(matches(source, text) == expected, "\(source) on \(text)")
  }

  @Test(arguments: [
    ("i", "\u{130}", true), ("i", "\u{131}", true), ("[a-j]", "\u{131}", true),
    ("k", "\u{212A}", true),
    ("(?a)k", "\u{212A}", false), ("(?a)[a-c]", "B", true), ("(?-i:a)b", "aB", true),
    ("(?-i:a)b", "AB", false), ("\u{fb05}", "\u{fb06}", true), ("s", "\u{17f}", true),
  ]) func caseIsIgnoredAsInPython(source: String, text: String, expected: Bool) {
    #expect(matches(source, text, isCaseless: true) == expected, "\(source) on \(text)")
  }

  @Test(arguments: [
    "\\h", "\\K", "\\Qa\\E", "\\R", "\\X", "\\pL", "\\N", "\\G", "\\z", "\\8", "\\400", "[\\8]",
    "(*ACCEPT)", "(?R)", "(?1)", "(?&n)", "(?|a|b)", "(?'n'a)", "(?<n>a)", "(?C)", "a(?i)b",
    "(?-i)",
    "(?L)a", "(?au:a)", "(?i-i:a)", "[b-a]", "[a-\\d]", "[]", "[", "(", ")", "*", "a**", "a{2}{3}",
    "^*", "\\b+", "a{2,1}", "a{70000}", "\\", "(?P<n>a)(?P<n>b)", "(?P=n)", "\\1", "(a\\1)",
    "(?(2)a)", "(?(1)a|b|c)(d)", "(?<=a*)b", "(?<=a|bc)d", "(?<=(a)\\1)b", "(?P<1>a)", "\\u12",
    "\\x1", "\\U00110000", "(?#a", "(?P>n)", "(?P<n", "(?", "(?P", "(?a)(?u)b",
  ]) func whatPythonRefusesOrReadsOtherwiseIsRefused(source: String) {
    #expect(matches(source, "a") == nil, "\(source)")
  }

  @Test func expressionsAreBounded() {
    #expect(matches(String(repeating: "a", count: 10_000), "a") == nil)
    let nested = String(repeating: "(", count: 500) + String(repeating: ")", count: 500)
    #expect(matches(nested, "") == nil)
    #expect(matches("(((((a{1,999}){1,999}){1,999}){1,999}){1,999})", "a") == nil)
  }

  @Test(arguments: ["(a+)+$", "(a|aa)+$", "((a|b)*)*\\d", "(?:a?){40}a{40}\\d"])
  func matchingThatGoesBackForeverIsGivenUp(source: String) throws {
    let pattern = try Pattern(source, isCaseless: false)
    let text = String(repeating: "a", count: 5_000) + "!"
    #expect(throws: FilterProblem.self) { try pattern.matches(text) }
  }
}
