/** Ed25519 by node:crypto: the implementation that nodes use. */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { isCanonicalKey, isCanonicalSignature } from './encoding.ts'
import type { AuthorKey, KeyPair, Signatures } from './signature.ts'

// The DER header of RFC 8410 in front of the 32 raw bytes.
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex')
/** Parsed public keys kept; parsing costs a tenth of a verification. */
const PARSED_KEYS_MAX = 4_096

function keyPairFromSeed(seed: Uint8Array): KeyPair {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8_HEADER, seed]), format: 'der', type: 'pkcs8' })
  const author = (createPublicKey(secret).export({ format: 'jwk' }).x ?? '') as AuthorKey
  return { author, sign: (text) => sign(null, Buffer.from(text, 'utf8'), secret).toString('base64url') }
}

/** Signatures through node:crypto (OpenSSL: cofactorless). Seeds are 32 bytes. */
export const nodeSignatures: Signatures = createNodeSignatures()

function createNodeSignatures(): Signatures {
  const parsed = new Map<AuthorKey, KeyObject | null>()
  const keyOf = (author: AuthorKey): KeyObject | null => {
    const known = parsed.get(author)
    if (known !== undefined) return known
    if (parsed.size >= PARSED_KEYS_MAX) parsed.clear()
    const key = isCanonicalKey(author) ? publicKeyFrom(author) : null
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

function publicKeyFrom(author: AuthorKey): KeyObject | null {
  try {
    // Ten times as fast as by way of DER.
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: author }, format: 'jwk' })
  } catch {
    return null // not a point of the curve
  }
}
