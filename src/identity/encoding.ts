/** Encoding of keys and signatures: one spelling each, the same for every implementation of Ed25519 (R1). */
import { bytesFromBase64url } from '../base/bytes.ts'
import type { AuthorKey } from './signature.ts'

/** Bytes of a seed and of a public key. */
export const SEED_BYTES = 32
const SIGNATURE_BYTES = 64

/** The order L of the group, and the prime p of the field (RFC 8032, 5.1). */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
const PRIME = 2n ** 255n - 19n

/** y coordinates of the eight points of small order: a key among them would let one signature stand for many texts. */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  PRIME - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
])

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at] ?? 0)
  return value
}

/** Whether `author` spells a public key in its only form: 43 characters, y below the prime, not of small order. Not whether it is on the curve. */
export function isCanonicalKey(author: string): author is AuthorKey {
  const bytes = bytesFromBase64url(author, SEED_BYTES)
  if (bytes === undefined) return false
  const y = littleEndian(bytes) & (2n ** 255n - 1n)
  return y < PRIME && !SMALL_ORDER_Y.has(y)
}

/** Whether `signature` spells 64 bytes in their only form, with S below the group's order. */
export function isCanonicalSignature(signature: string): boolean {
  const bytes = bytesFromBase64url(signature, SIGNATURE_BYTES)
  return bytes !== undefined && littleEndian(bytes.subarray(32)) < ORDER
}
