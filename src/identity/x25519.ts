/** X25519 by node:crypto: the implementation that nodes use. */
import { createHmac, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import { bytesFromBase64url } from '../base/bytes.ts'
import { CODE_BYTES, KEY_BYTES, SHARE_BYTES, type Agreement } from './agreement.ts'

/** Agreement through node:crypto (OpenSSL). A connection costs one `ephemeral` and one `agree`, about 30 us each. */
export const nodeAgreement: Agreement = {
  ephemeral() {
    const { privateKey, publicKey } = newPair()
    return {
      share: publicKey.x,
      agree(share, transcript) {
        const theirs = publicKeyFrom(share)
        const secret = theirs === null ? null : secretOf(privateKey, theirs)
        if (secret === null) return null
        const bytes = new Uint8Array(hkdfSync('sha256', secret, '', transcript, 2 * KEY_BYTES))
        return { first: bytes.subarray(0, KEY_BYTES), second: bytes.subarray(KEY_BYTES) }
      },
    }
  },
  code: (key, head, body) => createHmac('sha256', key).update(head).update(body).digest().subarray(0, CODE_BYTES),
}

interface Pair {
  readonly privateKey: KeyObject
  readonly publicKey: { readonly x: string }
}

/** The public half comes encoded from the call that makes the pair: a later one for that was seen, once in a great while, not to return. */
function newPair(): Pair {
  const options = { publicKeyEncoding: { format: 'jwk' } }
  // The types of Node know this format for keys, not for this call.
  return generateKeyPairSync('x25519', options as never) as unknown as Pair
}

function publicKeyFrom(share: string): KeyObject | null {
  if (bytesFromBase64url(share, SHARE_BYTES) === undefined) return null
  // Ten times as fast as by way of DER.
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: share }, format: 'jwk' })
}

function secretOf(privateKey: KeyObject, publicKey: KeyObject): Uint8Array | null {
  try {
    return diffieHellman({ privateKey, publicKey })
  } catch {
    return null // a share of small order: OpenSSL refuses a secret of zeros
  }
}
