/** Stand-ins: keyed hashes in the place of Ed25519 and X25519, many times as fast, as unforgeable to a node that has no other's secret. */
import { createHash, createHmac } from 'node:crypto'
import { base64urlFromBytes } from '../base/bytes.ts'
import { sha256 } from '../base/hash.ts'
import { CODE_BYTES, type Agreement } from '../identity/agreement.ts'
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

/** Key agreement that knows every secret it made: what two ends have in common is a hash of both. One for each world. */
export function createStandInAgreement(): Agreement {
  const secrets = new Map<string, string>()
  return {
    ephemeral() {
      const secret = `secret ${secrets.size}`
      const share = base64urlFromBytes(sha256(`share of ${secret}`))
      secrets.set(share, secret)
      return {
        share,
        agree(theirs, transcript) {
          const other = secrets.get(theirs)
          if (other === undefined) return null
          const common = [secret, other].sort().join(' and ')
          return { first: sha256(`first of ${common} ${transcript}`), second: sha256(`second of ${common} ${transcript}`) }
        },
      }
    },
    code: (key, head, body) => createHmac('sha256', key).update(head).update(body).digest().subarray(0, CODE_BYTES),
  }
}
