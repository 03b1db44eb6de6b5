/** Stand-in signatures: a keyed hash in the place of Ed25519, many times as fast, as unforgeable to a node that has no other's secret. */
import { createHash } from 'node:crypto'
import { base64urlFromBytes } from '../base/bytes.ts'
import { sha256 } from '../base/hash.ts'
import type { AuthorKey, Signatures } from '../identity/signature.ts'

/** The top bits of both halves are cleared, so that keys and signatures are canonical as those of Ed25519 are (R1). */
const TOP_MASK = 0x0f

/** Signatures that know every secret they made: `verify` is the keyed hash again. One for each world. */
export function createStandInSignatures(): Signatures {
  const secrets = new Map<AuthorKey, string>()
  const hashOf = (secret: string, text: string): string => {
    const bytes = new Uint8Array(createHash('sha512').update(secret).update(text).digest())
    bytes[63] = (bytes[63] ?? 0) & TOP_MASK
    return base64urlFromBytes(bytes)
  }
  return {
    keyPairFromSeed(seed) {
      const secret = base64urlFromBytes(seed)
      const key = sha256(`author ${secret}`)
      key[31] = (key[31] ?? 0) & TOP_MASK
      const author = base64urlFromBytes(key) as AuthorKey
      secrets.set(author, secret)
      return { author, sign: (text) => hashOf(secret, text) }
    },
    verify(author, text, signature) {
      const secret = secrets.get(author)
      return secret !== undefined && hashOf(secret, text) === signature
    },
  }
}
