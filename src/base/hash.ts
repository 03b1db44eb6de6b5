/** Hashes and content ids: SHA-256, and the CID (version 1, json codec) by which an entry is known. */
import { createHash } from 'node:crypto'
import { CID } from 'multiformats/cid'
import { create as createDigest } from 'multiformats/hashes/digest'

/** A CID string, version 1, json codec, SHA-256, base32: 61 characters that begin with `bagaaiera`. */
export type Hash = string & { readonly __hash: true }

const JSON_CODEC = 0x0200
const SHA2_256 = 0x12

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

/** The CID whose SHA-256 is `digest` (32 bytes). */
export function cidFromDigest(digest: Uint8Array): Hash {
  return CID.createV1(JSON_CODEC, createDigest(SHA2_256, digest)).toString() as Hash
}

/** The 32 bytes of SHA-256 that a CID names. Throws when `hash` is no CID of ours: check with {@link isHash} first. */
export function digestOfCid(hash: Hash): Uint8Array {
  return CID.parse(hash).multihash.digest
}

const HASH_SHAPE = /^bagaaiera[a-z2-7]{52}$/

/** Whether `text` is a CID as {@link cidOf} writes it: its own re-encoding, no stray bits. */
export function isHash(text: unknown): text is Hash {
  if (typeof text !== 'string' || !HASH_SHAPE.test(text)) return false
  try {
    return cidFromDigest(CID.parse(text).multihash.digest) === text
  } catch {
    return false
  }
}
