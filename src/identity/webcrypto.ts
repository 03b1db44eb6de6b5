/** Ed25519 by WebCrypto: asynchronous, for callers in browsers; the same signatures as the other two. */
import { base64urlFromBytes, bytesFromBase64url } from '../base/bytes.ts'
import { isCanonicalKey, isCanonicalSignature, SEED_BYTES, SIGNATURE_BYTES } from './encoding.ts'
import type { AuthorKey } from './signature.ts'

/** {@link Signatures}, each step a promise. */
export interface AsyncSignatures {
  keyPairFromSeed(seed: Uint8Array): Promise<AsyncKeyPair>
  verify(author: AuthorKey, text: string, signature: string): Promise<boolean>
}

/** A key pair that signs in its own time. */
export interface AsyncKeyPair {
  readonly author: AuthorKey
  sign(text: string): Promise<string>
}

const ALGORITHM = { name: 'Ed25519' }
const PKCS8_HEADER = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
const encoder = new TextEncoder()

/** Signatures through the platform's `crypto.subtle`. Rejects where the platform has no Ed25519. */
export const webCryptoSignatures: AsyncSignatures = {
  async keyPairFromSeed(seed) {
    const { subtle } = globalThis.crypto
    const secret = await subtle.importKey('pkcs8', new Uint8Array([...PKCS8_HEADER, ...seed]), ALGORITHM, true, ['sign'])
    const { x } = await subtle.exportKey('jwk', secret)
    return {
      author: (x ?? '') as AuthorKey,
      sign: async (text) => base64urlFromBytes(new Uint8Array(await subtle.sign(ALGORITHM, secret, encoder.encode(text)))),
    }
  },
  async verify(author, text, signature) {
    const key = isCanonicalKey(author) ? bytesFromBase64url(author, SEED_BYTES) : undefined
    const sig = isCanonicalSignature(signature) ? bytesFromBase64url(signature, SIGNATURE_BYTES) : undefined
    if (key === undefined || sig === undefined) return false
    const { subtle } = globalThis.crypto
    try {
      const imported = await subtle.importKey('raw', new Uint8Array(key), ALGORITHM, false, ['verify'])
      return await subtle.verify(ALGORITHM, imported, new Uint8Array(sig), encoder.encode(text))
    } catch {
      return false // not a point of the curve
    }
  },
}
