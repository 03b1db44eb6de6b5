/** Ed25519 by node:crypto: the implementation that nodes use. */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { base64urlFromBytes, bytesFromBase64url } from '../base/bytes.ts'
import { isCanonicalKey, isCanonicalSignature, SEED_BYTES } from './encoding.ts'
import type { AuthorKey, KeyPair, Signatures } from './signature.ts'

// DER headers of RFC 8410 in front of the 32 raw bytes.
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_HEADER = Buffer.from('302a300506032b6570032100', 'hex')
/** Parsed public keys kept; parsing costs a tenth of a verification. */
const PARSED_KEYS_MAX = 4_096

function keyPairFromSeed(seed: Uint8Array): KeyPair {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8_HEADER, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' })
  const author = base64urlFromBytes(spki.subarray(SPKI_HEADER.length)) as AuthorKey
  return { author, sign: (text) => sign(null, Buffer.from(text, 'utf8'), secret).toString('base64url') }
}

/** Signatures through node:crypto (OpenSSL: cofactorless). Seeds are {@link SEED_BYTES} bytes. */
export const nodeSignatures: Signatures = createNodeSignatures()

function createNodeSignatures(): Signatures {
  const parsed = new Map<AuthorKey, KeyObject | null>()
  const keyOf = (author: AuthorKey): KeyObject | null => {
    const known = parsed.get(author)
    if (known !== undefined) return known
    if (parsed.size >= PARSED_KEYS_MAX) parsed.clear()
    const raw = isCanonicalKey(author) ? bytesFromBase64url(author, SEED_BYTES) : undefined
    const key = raw === undefined ? null : publicKeyFrom(raw)
    parsed.set(author, key)
    return key
  }
  return {
    keyPairFromSeed,
    verify(author, text, signature) {
      const key = keyOf(author)
      if (key === null || !isCanonicalSignature(signature)) return false
      return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'))
    },
  }
}

function publicKeyFrom(raw: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.concat([SPKI_HEADER, raw]), format: 'der', type: 'spki' })
  } catch {
    return null // not a point of the curve
  }
}
