/** Ed25519 by @noble/curves: the fallback where node:crypto is missing; accepts and makes exactly the same signatures. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { base64urlFromBytes, bytesFromBase64url } from '../base/bytes.ts'
import { isCanonicalKey, isCanonicalSignature, littleEndian, SEED_BYTES, SIGNATURE_BYTES } from './encoding.ts'
import type { AuthorKey, Signatures } from './signature.ts'

const { Point } = ed25519
const encoder = new TextEncoder()

/** Signatures in plain JavaScript, about ten times slower than node:crypto. */
export const nobleSignatures: Signatures = {
  keyPairFromSeed(seed) {
    const author = base64urlFromBytes(ed25519.getPublicKey(seed)) as AuthorKey
    return { author, sign: (text) => base64urlFromBytes(ed25519.sign(encoder.encode(text), seed)) }
  },
  // noble's own verify multiplies by the cofactor, OpenSSL does not. R1 wants one answer everywhere, so the equation is written out:
  // the encoding of S·B - k·A must be R, byte for byte (RFC 8032, 5.1.7, without the factor 8).
  verify(author, text, signature) {
    if (!isCanonicalKey(author) || !isCanonicalSignature(signature)) return false
    const key = bytesFromBase64url(author, SEED_BYTES)
    const sig = bytesFromBase64url(signature, SIGNATURE_BYTES)
    if (key === undefined || sig === undefined) return false
    try {
      const nonce = sig.subarray(0, 32)
      const scalar = Point.Fn.create(littleEndian(sig.subarray(32)))
      const challenge = Point.Fn.create(challengeOf(nonce, key, text))
      const expected = Point.BASE.multiplyUnsafe(scalar).subtract(Point.fromBytes(key).multiplyUnsafe(challenge))
      return base64urlFromBytes(expected.toBytes()) === base64urlFromBytes(nonce)
    } catch {
      return false // not a point of the curve
    }
  },
}

/** k = SHA-512(R, A, M) as a little-endian number. */
function challengeOf(nonce: Uint8Array, key: Uint8Array, text: string): bigint {
  return littleEndian(sha512.create().update(nonce).update(key).update(encoder.encode(text)).digest())
}
