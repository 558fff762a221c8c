import AWS
import Emulator
import TestKit
import Testing

@Suite struct ListObjectsTests {
  private func filled(_ keys: [String]) throws -> Client {
    let client = try Client(World.fresh()).bucket()
    for key in keys { try client.put(key) }
    return client
  }

  private func list(_ client: Client, _ more: [(String, AWSValue)] = []) throws -> AWSObject {
    try client.call("s3", "ListObjectsV2", AWSObject([("Bucket", "bucket")] + more))
  }

  private func keys(_ output: AWSObject) -> [String] {
    (output["Contents"]?.list ?? []).compactMap { $0["Key"]?.string }
  }

  private func prefixes(_ output: AWSObject) -> [String] {
    (output["CommonPrefixes"]?.list ?? []).compactMap { $0["Prefix"]?.string }
  }

  @Test func keysComeInByteOrder() throws {
    let output = try list(try filled(["b", "a/2", "B", "é", "a-1"]))
    #expect(keys(output) == ["B", "a-1", "a/2", "b", "é"])
    #expect(output["KeyCount"] == 5)
    #expect(output["IsTruncated"] == false)
    #expect(output["MaxKeys"] == 1000)
  }

  @Test func delimiterRollsUpAndCounts() throws {
    let client = try filled(["a/1", "a/2", "b", "c/d/1", "c/e"])
    let output = try list(client, [("Delimiter", "/")])
    #expect(keys(output) == ["b"])
    #expect(prefixes(output) == ["a/", "c/"])
    #expect(output["KeyCount"] == 3)
    let inner = try list(client, [("Delimiter", "/"), ("Prefix", "c/")])
    #expect(keys(inner) == ["c/e"])
    #expect(prefixes(inner) == ["c/d/"])
  }

  @Test(arguments: [1, 2, 3])
  func pagesTogetherGiveEverythingOnce(size: Int64) throws {
    let client = try filled(["a/1", "a/2", "b", "c/d/1", "c/e", "z"])
    var found: [String] = []
    var more: [(String, AWSValue)] = []
    repeat {
      let output = try list(client, [("Delimiter", "/"), ("MaxKeys", .integer(size))] + more)
      let page = keys(output) + prefixes(output)
      #expect(page.count <= Int(size))
      found += page.sorted()
      more = output["NextContinuationToken"].map { [("ContinuationToken", $0)] } ?? []
      #expect(output["IsTruncated"] == .bool(!more.isEmpty))
    } while !more.isEmpty && found.count < 20
    #expect(found == ["a/", "b", "c/", "z"])
  }

  @Test func startAfterAndPrefixLimitTheListing() throws {
    let client = try filled(["a", "b1", "b2", "b3", "c"])
    #expect(keys(try list(client, [("StartAfter", "b1")])) == ["b2", "b3", "c"])
    #expect(keys(try list(client, [("Prefix", "b"), ("StartAfter", "b2")])) == ["b3"])
    #expect(keys(try list(client, [("MaxKeys", 0)])).isEmpty)
  }

  @Test func keysAreEncodedWhenAskedFor() throws {
    let client = try filled(["a b/ü+"])
    #expect(keys(try list(client, [("EncodingType", "url")])) == ["a+b/%C3%BC%2B"])
    let error = client.error("s3", "ListObjectsV2", ["Bucket": "bucket", "EncodingType": "xml"])
    #expect(error?.code == "InvalidArgument")
    #expect(error?.message == "Invalid Encoding Method specified in Request")
  }

  @Test func tokenOfSomebodyElseIsRefused() throws {
    let error = try filled([]).error(
      "s3", "ListObjectsV2", ["Bucket": "bucket", "ContinuationToken": "nonsense"])
    #expect(error?.code == "InvalidArgument")
    #expect(error?.message == "The continuation token provided is incorrect")
  }

  @Test func moreThanAPageOfRowsIsReadThrough() throws {
    let world = try World.fresh { $0.isRecording = false }
    let client = try Client(world).bucket()
    for index in 0..<450 { try client.put("k\(1000 + index)", "") }
    for index in 0..<250 { try client.put("m/\(1000 + index)", "") }
    let output = try list(client, [("Delimiter", "/")])
    #expect(keys(output).count == 450)
    #expect(prefixes(output) == ["m/"])
  }

  @Test func firstVersionGoesOnBehindItsMarker() throws {
    let client = try filled(["a/1", "b", "c"])
    let first = try client.call(
      "s3", "ListObjects", ["Bucket": "bucket", "MaxKeys": 1, "Delimiter": "/"])
    #expect(prefixes(first) == ["a/"])
    #expect(first["NextMarker"] == "a/")
    let second = try client.call(
      "s3", "ListObjects", ["Bucket": "bucket", "Marker": "a/", "Delimiter": "/"])
    #expect(keys(second) == ["b", "c"])
    #expect(second["NextMarker"] == nil)
  }

  @Test func eachObjectHasItsOneVersion() throws {
    let client = try filled(["a", "b", "c"])
    let first = try client.call("s3", "ListObjectVersions", ["Bucket": "bucket", "MaxKeys": 2])
    let versions = first["Versions"]?.list ?? []
    #expect(versions.map { $0["Key"] } == ["a", "b"])
    #expect(versions.allSatisfy { $0["VersionId"] == "null" && $0["IsLatest"] == true })
    #expect(first["NextKeyMarker"] == "b")
    let rest = try client.call(
      "s3", "ListObjectVersions",
      [
        "Bucket": "bucket", "KeyMarker": "b",
        "VersionIdMarker": first["NextVersionIdMarker"] ?? .null,
      ])
    #expect(rest["Versions"]?.list?.map { $0["Key"] } == ["c"])
    try client.call("s3", "DeleteObject", ["Bucket": "bucket", "Key": "a", "VersionId": "null"])
    let error = client.error(
      "s3", "GetObject", ["Bucket": "bucket", "Key": "b", "VersionId": "other"])
    #expect(error?.code == "NoSuchVersion")
    #expect(error?.status == 404)
  }
}
