/** Encoding of keys and signatures: one spelling each, the same for every implementation of Ed25519 (R1). */
import { bytesFromBase64url } from '../base/bytes.ts'
import type { AuthorKey } from './signature.ts'

/** Bytes of a seed and of a public key; a signature is twice that. */
export const SEED_BYTES = 32
/** Bytes of a signature: a point and a scalar. */
export const SIGNATURE_BYTES = 64

/** The order L of the group, and the prime p of the field (RFC 8032, 5.1). */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
const PRIME = 2n ** 255n - 19n

/** y coordinates of the eight points of small order: a key among them would let one signature stand for many texts. */
const ORDER_8_Y = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([0n, 1n, PRIME - 1n, ORDER_8_Y, PRIME - ORDER_8_Y])

/** The number that `bytes` spell, least significant first. */
export function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
}

/**
 * Whether `author` spells a public key in its only form: 43 characters, y below the prime, not of small order. Not whether it is
 * on the curve.
 */
export function isCanonicalKey(author: string): author is AuthorKey {
  const bytes = bytesFromBase64url(author, SEED_BYTES)
  if (bytes === undefined) return false
  const y = littleEndian(bytes) & (2n ** 255n - 1n)
  return y < PRIME && !SMALL_ORDER_Y.has(y)
}

/** Whether `signature` spells 64 bytes in their only form, with S below the group's order. */
export function isCanonicalSignature(signature: string): boolean {
  const bytes = bytesFromBase64url(signature, SIGNATURE_BYTES)
  if (bytes === undefined) return false
  const top = bytes[SIGNATURE_BYTES - 1] ?? 0xff
  if (top < 0x10) return true // below 2^252, which is below L: all but one honest signature in 2^126
  return littleEndian(bytes.subarray(SEED_BYTES)) < ORDER
}
