import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const sha256 = (data) => createHash("sha256").update(data).digest();
const bytesOf = (text) => Buffer.from(text, "base64url");

// CBOR (RFC 8949), as much as an authenticator writes.
const head = (major, n) =>
  n < 24
    ? Buffer.from([(major << 5) | n])
    : n < 256
      ? Buffer.from([(major << 5) | 24, n])
      : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
function cbor(value) {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return Buffer.concat([head(3, value.length), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)])]);
}

const kinds = {
  es256: {
    make: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
    digest: "sha256",
    cose: ({ x, y }) => new Map([[1, 2], [3, -7], [-1, 1], [-2, bytesOf(x)], [-3, bytesOf(y)]]),
  },
  rs256: {
    make: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
    digest: "sha256",
    cose: ({ n, e }) => new Map([[1, 3], [3, -257], [-1, bytesOf(n)], [-2, bytesOf(e)]]),
  },
  eddsa: {
    make: () => generateKeyPairSync("ed25519"),
    digest: null,
    cose: ({ x }) => new Map([[1, 1], [3, -8], [-1, 6], [-2, bytesOf(x)]]),
  },
};

const flag = { present: 1, verified: 4, credential: 64 };

/** An authenticator and the browser in front of it, after WebAuthn level 3: independent of the server's reader. */
export class Authenticator {
  constructor(origin, kind = "es256") {
    this.origin = origin;
    this.kind = kinds[kind];
    this.keys = this.kind.make();
    this.id = randomBytes(24);
    this.counter = 0;
    this.flags = flag.present | flag.verified;
  }

  data(rpId, extra = Buffer.alloc(0)) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const flags = this.flags | (extra.length ? flag.credential : 0);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, extra]);
  }

  clientData(type, challenge) {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }

  /** What the client sends to auth.addPasskey. */
  make(offer, name = "Test key") {
    const length = Buffer.from([this.id.length >> 8, this.id.length & 255]);
    const key = cbor(this.kind.cose(this.keys.publicKey.export({ format: "jwk" })));
    const authData = this.data(offer.rp_id, Buffer.concat([Buffer.alloc(16), length, this.id, key]));
    this.handle = offer.user_handle;
    return {
      name,
      client_data: this.clientData("webauthn.create", offer.challenge).toString("base64url"),
      attestation: cbor(
        new Map([["fmt", "none"], ["attStmt", new Map()], ["authData", authData]]),
      ).toString("base64url"),
      transports: ["internal"],
    };
  }

  /** A PasskeyAssertion. */
  answer(asked) {
    const clientData = this.clientData("webauthn.get", asked.challenge);
    const data = this.data(asked.rp_id);
    const signature = sign(this.kind.digest, Buffer.concat([data, sha256(clientData)]), this.keys.privateKey);
    return {
      id: this.id.toString("base64url"),
      client_data: clientData.toString("base64url"),
      authenticator_data: data.toString("base64url"),
      signature: signature.toString("base64url"),
      user_handle: this.handle,
    };
  }
}
