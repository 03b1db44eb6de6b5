/** Stand-ins in the place of Ed25519 and X25519, many times as fast: signatures that only their author can make, and keys in common. */
import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
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
    const bytes = hash('sha512', secret + text, 'buffer')
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
    code: checksum,
  }
}

/** A checksum under the key, cheaper than an HMAC: tells damage and other keys' frames, and nobody here tries to break it. */
function checksum(key: Uint8Array, head: Uint8Array, body: Uint8Array): Uint8Array {
  const code = new Uint8Array(CODE_BYTES)
  const sum = [head, body].reduce((before, bytes) => (bytes.length === 0 ? before : crc32(bytes, before)), crc32(key))
  for (let at = 0; at < CODE_BYTES; at += 1) code[at] = (sum >>> (8 * (at % 4))) ^ (key[at] ?? 0)
  return code
}
