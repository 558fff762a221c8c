import AWS
import Testing

/// rest-json where GuardDuty's model doesn't reach: a small model with every place a member can
/// stand in. The golden texts are those of
/// https://smithy.io/2.0/spec/http-bindings.html and the protocol's page.
struct RESTJSONTests {
  private static let document = """
    {"botocore":"0","metadata":{"apiVersion":"1","endpointPrefix":"toy","protocol":"rest-json"},
    "operations":{
    "Put":{"http":"PUT /a/{Id}/b/{Path+}/c?x-id=Put","responseCode":201,"input":"In","output":"Out",
      "errors":["Gone"]},
    "Send":{"http":"POST /send","input":"Blob","output":"Text"},
    "Set":{"http":"POST /set","input":"Inner","output":"Empty"}},
    "shapes":{
    "In":{"type":"structure","required":["Id"],"members":{
      "Id":{"shape":"S","location":"uri","locationName":"Id"},
      "Path":{"shape":"S","location":"uri","locationName":"Path"},
      "Since":{"shape":"T","location":"querystring","locationName":"since"},
      "Keys":{"shape":"L","location":"querystring","locationName":"key"},
      "Others":{"shape":"M","location":"querystring"},
      "At":{"shape":"T","location":"header","locationName":"x-at"},
      "Names":{"shape":"L","location":"header","locationName":"x-names"},
      "Meta":{"shape":"M","location":"headers","locationName":"x-meta-"},
      "Count":{"shape":"I","locationName":"count"},"When":"T",
      "Text":{"shape":"S","locationName":"theText"}}},
    "Out":{"type":"structure","members":{
      "Status":{"shape":"I","location":"statusCode"},
      "Tag":{"shape":"S","location":"header","locationName":"x-tag"},
      "Size":{"shape":"I","locationName":"size"}}},
    "Blob":{"type":"structure","payload":"Body","members":{
      "Kind":{"shape":"S","location":"header","locationName":"Content-Type"},
      "Body":{"shape":"B","streaming":true}}},
    "Text":{"type":"structure","payload":"Said","members":{"Said":"S"}},
    "Inner":{"type":"structure","payload":"Item","members":{"Item":"Item"}},
    "Item":{"type":"structure","members":{"Bytes":{"shape":"B","locationName":"bytes"}}},
    "Empty":{"type":"structure","members":{}},
    "Gone":{"type":"structure","exception":true,"httpStatusCode":410,"members":{
      "Message":{"shape":"S","locationName":"message"},
      "Type":{"shape":"S","locationName":"type"}}},
    "S":{"type":"string"},"I":{"type":"integer"},"T":{"type":"timestamp"},"B":{"type":"blob"},
    "L":{"type":"list","member":"S"},"M":{"type":"map","key":"S","value":"S"}
    }}
    """

  private let model: ServiceModel

  init() throws { model = try ServiceModel(name: "toy", Array(Self.document.utf8)) }

  private func operation(_ name: String) throws -> OperationModel {
    try #require(model.operation(name))
  }

  @Test func eachMemberStandsInItsPlace() throws {
    let time = Timestamp(seconds: 1_688_991_008)
    let input: AWSObject = [
      "Id": "a/b c", "Path": "d/e f", "Since": .timestamp(time), "Keys": ["k1", "k&2"],
      "Others": ["free": "1"], "At": .timestamp(time), "Names": ["n", "m,o"],
      "Meta": ["Owner": "me"], "Count": 3, "When": .timestamp(time), "Text": "t",
    ]
    let request = try model.encodeRequest(try operation("Put"), input)
    #expect(request.method == "PUT")
    #expect(request.path == "/a/a%2Fb%20c/b/d/e%20f/c")
    #expect(
      request.query == "x-id=Put&since=2023-07-10T12%3A10%3A08Z&key=k1&key=k%262&free=1")
    #expect(request.headers["x-at"] == "Mon, 10 Jul 2023 12:10:08 GMT")
    #expect(request.headers["x-names"] == "n,\"m,o\"")
    #expect(request.headers["x-meta-owner"] == "me")
    #expect(request.headers["Content-Type"] == "application/json")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"count":3,"When":1688991008,"theText":"t"}"#)
    #expect(try model.decodeRequest(try operation("Put"), request) == input)
  }

  @Test func memberOfTheHeadIsNotReadFromTheBody() throws {
    var request = try model.encodeRequest(try operation("Put"), ["Id": "i", "Path": "p"])
    #expect(request.body == Array("{}".utf8))
    request.body = Array(#"{"x-at":"no time","Id":7,"count":1}"#.utf8)
    #expect(
      try model.decodeRequest(try operation("Put"), request)
        == ["Id": "i", "Path": "p", "Count": 1])
  }

  @Test func answerHasStatusAndHeaders() throws {
    let put = try operation("Put")
    let output: AWSObject = ["Status": 202, "Tag": "v1", "Size": 9]
    let response = model.encodeResponse(put, output, requestID: "r-1")
    #expect(response.status == 202)
    #expect(response.headers["x-tag"] == "v1")
    #expect(response.headers["x-amzn-RequestId"] == "r-1")
    #expect(String(decoding: response.body, as: UTF8.self) == #"{"size":9}"#)
    #expect(try model.decodeResponse(put, response).get() == output)
    #expect(model.encodeResponse(put, [:], requestID: "r").status == 201)
  }

  @Test func payloadIsTheBodyAsItIs() throws {
    let send = try operation("Send")
    let request = try model.encodeRequest(send, ["Kind": "text/csv", "Body": .bytes([0, 255])])
    #expect(request.body == [0, 255])
    #expect(request.headers["Content-Type"] == "text/csv")
    #expect(
      try model.decodeRequest(send, request) == ["Kind": "text/csv", "Body": .bytes([0, 255])])
    let response = model.encodeResponse(send, ["Said": "a < b"], requestID: "r")
    #expect(String(decoding: response.body, as: UTF8.self) == "a < b")

    let set = try operation("Set")
    let inner = try model.encodeRequest(set, ["Item": ["Bytes": .bytes([1, 2, 3])]])
    #expect(String(decoding: inner.body, as: UTF8.self) == #"{"bytes":"AQID"}"#)
    #expect(try model.decodeRequest(set, inner) == ["Item": ["Bytes": .bytes([1, 2, 3])]])
    #expect(model.encodeResponse(set, [:], requestID: "r").body == Array("{}".utf8))
  }

  @Test func errorIsNamedByItsHeaderBeforeItsBody() throws {
    let put = try operation("Put")
    let error = AWSError("Gone", "no more", status: 410, members: ["Type": "Sold"])
    let response = model.encodeError(
      error, operation: put, request: HTTPRequest(), requestID: "r-1")
    #expect(response.headers["x-amzn-ErrorType"] == "Gone")
    #expect(
      String(decoding: response.body, as: UTF8.self) == #"{"message":"no more","type":"Sold"}"#)
    func code(_ headers: HTTPHeaders, _ body: String) -> String? {
      let answer = HTTPResponse(status: 410, headers: headers, body: Array(body.utf8))
      guard case .failure(let error) = model.decodeResponse(put, answer) else { return nil }
      return error.code
    }
    let url = "http://internal.amazon.com/coral/com.amazon.coral.validate/"
    #expect(code(["x-amzn-errortype": "Gone:\(url)"], #"{"code":"Other"}"#) == "Gone")
    #expect(code([:], #"{"code":"aws.toy#Gone"}"#) == "Gone")
    #expect(code([:], #"{"__type":"aws.toy#Gone"}"#) == "Gone")
    #expect(code([:], "{}") == "410")
    #expect(code([:], "not JSON") == "410")
  }

  @Test func wrongScalarInTheQueryIsRefused() throws {
    let put = try operation("Put")
    var request = HTTPRequest(method: "PUT", path: "/a/1/b/2/c", query: "since=yesterday")
    #expect(throws: AWSError.self) { try model.decodeRequest(put, request) }
    request.query = "since=2023-07-10T12:10:08Z"
    #expect(try model.decodeRequest(put, request)["Since"]?.timestamp?.seconds == 1_688_991_008)
    request.body = Array(#"{"count":"three"}"#.utf8)
    #expect(throws: AWSError.self) { try model.decodeRequest(put, request) }
  }
}
