/** Hashes and content ids: SHA-256, and the CID (version 1, json codec) by which an entry is known. */
import { hash } from 'node:crypto'
import { assert } from './assert.ts'

/** A CID string, version 1, json codec, SHA-256, base32: 61 characters that begin with `bagaaiera`. */
export type Hash = string & { readonly __hash: true }

/** What every CID of ours begins with: base32, then five bytes: version 1, json codec (0x0200 as a varint), SHA-256, 32 bytes. */
const CID_HEAD = 'bagaaiera'
const CID_LENGTH = 61
const DIGEST_BYTES = 32
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const SYMBOLS = Uint8Array.from(BASE32, (symbol) => symbol.charCodeAt(0))
/** Five bits of each symbol; 0xff for what is none. */
const BITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const bits = BASE32.indexOf(String.fromCharCode(code))
  return bits === -1 ? 0xff : bits
})

/** The 32 bytes of SHA-256 over `text` (as UTF-8) or bytes. */
export function sha256(data: string | Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', data, 'buffer'))
}

/** SHA-256 in hexadecimal: for digests that are compared and never parsed. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/** Written anew for each text: a digest is got cheapest as a text of one character a byte. */
const scratch = new Uint8Array(DIGEST_BYTES)

/** The CID of a canonical JSON text. */
export function cidOf(text: string): Hash {
  const digest = hash('sha256', text, 'binary')
  for (let at = 0; at < DIGEST_BYTES; at += 1) scratch[at] = digest.charCodeAt(at)
  return cidFromDigest(scratch)
}

/** Written anew for each CID. */
const symbols = Buffer.from(CID_HEAD.padEnd(CID_LENGTH, 'a'), 'latin1')

/**
 * The CID whose SHA-256 are the 32 bytes of `bytes` from `from` on. The head is a whole number of symbols, so the digest is encoded by
 * itself: an encoder for bytes of any number costs ten times as much, and a CID object eight times that, on every received entry.
 */
export function cidFromDigest(bytes: Uint8Array, from = 0): Hash {
  let [held, bits, at] = [0, 0, CID_HEAD.length]
  for (let index = 0; index < DIGEST_BYTES; index += 1) {
    held = ((held & 0x1f) << 8) | (bytes[from + index] ?? 0)
    bits += 8
    for (; bits >= 5; bits -= 5) symbols[at++] = SYMBOLS[(held >>> (bits - 5)) & 0x1f] ?? 0
  }
  symbols[at] = SYMBOLS[(held << (5 - bits)) & 0x1f] ?? 0
  return symbols.toString('latin1') as Hash
}

/** The 32 bytes of SHA-256 that a CID names. Throws when `hash` is no CID of ours: check with {@link isHash} first. */
export function digestOfCid(hash: Hash): Uint8Array {
  const digest = new Uint8Array(DIGEST_BYTES)
  writeDigest(hash, digest, 0)
  return digest
}

/** As {@link digestOfCid}, written into `bytes` from `to` on. */
export function writeDigest(hash: Hash, bytes: Uint8Array, to: number): void {
  let [held, bits, at, seen] = [0, 0, to, 0]
  for (let index = CID_HEAD.length; index < CID_LENGTH; index += 1) {
    const five = BITS[hash.charCodeAt(index)] ?? 0xff
    seen |= five
    held = ((held & 0xff) << 5) | (five & 0x1f)
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = (held >>> bits) & 0xff
  }
  assert(seen < 0x20 && hash.length === CID_LENGTH && hash.startsWith(CID_HEAD), 'a content id of ours')
}

const HASH_SHAPE = /^bagaaiera[a-z2-7]{52}$/

/** Whether `text` is a CID as {@link cidOf} writes it: its own re-encoding, no stray bits. */
export function isHash(text: unknown): text is Hash {
  return typeof text === 'string' && HASH_SHAPE.test(text) && cidFromDigest(digestOfCid(text as Hash)) === text
}
