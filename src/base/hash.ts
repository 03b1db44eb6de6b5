/** Hashes and content ids: SHA-256, and the CID (version 1, json codec) by which an entry is known. */
import { createHash } from 'node:crypto'
import { base32 } from 'multiformats/bases/base32'

/** A CID string, version 1, json codec, SHA-256, base32: 61 characters that begin with `bagaaiera`. */
export type Hash = string & { readonly __hash: true }

/** The bytes of a CID before its digest: version 1, json codec (0x0200 as a varint), SHA-256, 32 bytes. */
const CID_HEADER = Uint8Array.of(0x01, 0x80, 0x04, 0x12, 0x20)
const DIGEST_BYTES = 32

/** The 32 bytes of SHA-256 over `text` (as UTF-8) or bytes. */
export function sha256(data: string | Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(data).digest())
}

/** SHA-256 in hexadecimal: for digests that are compared and never parsed. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** The CID of a canonical JSON text. */
export function cidOf(text: string): Hash {
  return cidFromDigest(sha256(text))
}

/** The CID whose SHA-256 is `digest` (32 bytes). Encoded directly: a CID object would cost eight times as much, on every received entry. */
export function cidFromDigest(digest: Uint8Array): Hash {
  const bytes = new Uint8Array(CID_HEADER.length + DIGEST_BYTES)
  bytes.set(CID_HEADER)
  bytes.set(digest, CID_HEADER.length)
  return base32.encode(bytes) as Hash
}

/** The 32 bytes of SHA-256 that a CID names. Throws when `hash` is no CID of ours: check with {@link isHash} first. */
export function digestOfCid(hash: Hash): Uint8Array {
  return base32.decode(hash).subarray(CID_HEADER.length)
}

const HASH_SHAPE = /^bagaaiera[a-z2-7]{52}$/

/** Whether `text` is a CID as {@link cidOf} writes it: its own re-encoding, no stray bits. */
export function isHash(text: unknown): text is Hash {
  if (typeof text !== 'string' || !HASH_SHAPE.test(text)) return false
  try {
    return cidFromDigest(base32.decode(text).subarray(CID_HEADER.length)) === text
  } catch {
    return false // stray bits at the end
  }
}
