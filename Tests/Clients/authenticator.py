"""One-time passwords as an authenticator app makes them (RFC 6238), for the tests' own use."""

import base64
import hashlib
import hmac
import struct
import time

PERIOD = 30


def code(seed: bytes, step: int) -> str:
    """The six digits of one interval; `seed` is in base 32."""
    key = base64.b32decode(seed)
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[19] & 15
    word = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{word % 1_000_000:06d}"


class Authenticator:
    """A virtual device. It gives each interval's code once, as the service takes it once."""

    def __init__(self, iam, name: str):
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
        self.serial = device["SerialNumber"]
        self.seed = device["Base32StringSeed"]
        # The service takes the interval before, the current and the next one: three codes are
        # there at any moment, however long the tests take.
        self.next_step = int(time.time()) // PERIOD - 1

    def enable(self, iam, user: str) -> None:
        iam.enable_mfa_device(
            UserName=user,
            SerialNumber=self.serial,
            AuthenticationCode1=code(self.seed, self.next_step - 1),
            AuthenticationCode2=code(self.seed, self.next_step),
        )
        self.next_step += 1

    def proof(self) -> dict:
        step = self.next_step
        self.next_step += 1
        return {"SerialNumber": self.serial, "TokenCode": code(self.seed, step)}
