import AWS
import Delivery
import Emulator

/// What the server answers of its own, beside AWS: `/_stormdrill/...`.
enum ControlPlane {
  static let prefix = "/_stormdrill/"

  static func respond(to request: HTTPRequest, _ world: World, at now: Timestamp) -> HTTPResponse {
    switch (request.method, request.path) {
    case ("GET", "/_stormdrill/health"):
      return json(200, ["status": "ok", "time": .string(now.iso8601)])
    case ("POST", "/_stormdrill/reset"):
      do throws(AWSError) {
        try world.reset()
        // What the channels remember of trails and rules is gone with them.
        if let delivery = world.outbox as? TrailDelivery { try delivery.attach(to: world) }
        return json(200, ["status": "reset"])
      } catch {
        return json(500, ["error": .string(error.message)])
      }
    default:
      let known = "GET /_stormdrill/health, POST /_stormdrill/reset"
      return json(
        404, ["error": .string("no `\(request.method) \(request.path)`; there is \(known)")])
    }
  }

  private static func json(_ status: Int, _ object: AWSObject) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["Content-Type": "application/json"],
      body: JSON.write(.object(object)))
  }
}
