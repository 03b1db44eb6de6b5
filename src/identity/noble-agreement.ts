/** X25519 by @noble/curves and @noble/hashes: the fallback where node:crypto is missing; the same keys and codes. */
import { x25519 } from '@noble/curves/ed25519.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { base64urlFromBytes, bytesFromBase64url } from '../base/bytes.ts'
import { CODE_BYTES, KEY_BYTES, SHARE_BYTES, type Agreement, type Ephemeral } from './agreement.ts'

const encoder = new TextEncoder()

/** Agreement in plain JavaScript. */
export const nobleAgreement: Agreement = {
  ephemeral: () => ephemeralOf(x25519.utils.randomSecretKey()),
  code: (key, head, body) => hmac.create(sha256, key).update(head).update(body).digest().subarray(0, CODE_BYTES),
}

/** The part of an end whose secret is these 32 bytes; for test vectors. */
export function ephemeralOf(secret: Uint8Array): Ephemeral {
  return {
    share: base64urlFromBytes(x25519.getPublicKey(secret)),
    agree(share, transcript) {
      const theirs = bytesFromBase64url(share, SHARE_BYTES)
      const common = theirs === undefined ? null : secretOf(secret, theirs)
      if (common === null) return null
      const bytes = hkdf(sha256, common, undefined, encoder.encode(transcript), 2 * KEY_BYTES)
      return { first: bytes.subarray(0, KEY_BYTES), second: bytes.subarray(KEY_BYTES) }
    },
  }
}

function secretOf(secret: Uint8Array, theirs: Uint8Array): Uint8Array | null {
  try {
    return x25519.getSharedSecret(secret, theirs)
  } catch {
    return null // a share of small order
  }
}
