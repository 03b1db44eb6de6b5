/** Agreement: how two nodes come to common keys over an open line (X25519, HKDF-SHA-256), and the codes these keys make (R20). */

/** Bytes of an X25519 secret or share (RFC 7748). */
export const SHARE_BYTES = 32
/** Bytes of a direction's key. */
export const KEY_BYTES = 32
/** Bytes of a message's code: HMAC-SHA-256, cut. */
export const CODE_BYTES = 16

/** The keys of the two directions; both ends get the same pair, and agree by other means whose is the first. */
export interface KeysInCommon {
  readonly first: Uint8Array
  readonly second: Uint8Array
}

/** One end's part in one agreement; the secret stays inside and goes with it. */
export interface Ephemeral {
  /** The public half, base64url without padding, 43 characters. */
  readonly share: string
  /**
   * The keys in common with the end whose share this is, bound to `transcript` (at most 1,024 bytes). null: the share is none, or one of
   * small order, which would make keys that everybody knows.
   */
  agree(share: string, transcript: string): KeysInCommon | null
}

/** An implementation. All of them come to the same keys and make the same codes. */
export interface Agreement {
  ephemeral(): Ephemeral
  /** The first {@link CODE_BYTES} bytes of HMAC-SHA-256 over `head` and `body`, one after the other. */
  code(key: Uint8Array, head: Uint8Array, body: Uint8Array): Uint8Array
}
