/** Signatures: Ed25519 over texts that say what they are (R2), behind one synchronous interface that the simulator can replace. */
import type { Hash } from '../base/hash.ts'

/** An Ed25519 public key, base64url without padding, 43 characters: who an author is. */
export type AuthorKey = string & { readonly __author: true }

/** What a signature is for; part of every signed text, so that one cannot be passed off as another. */
export type SignedKind = 'entry' | 'hello' | 'certificate' | 'successor' | 'presence' | 'ask' | 'answer'

/** One author's means to sign. The secret stays inside. */
export interface KeyPair {
  readonly author: AuthorKey
  /** The signature of `text`, base64url without padding, 86 characters. */
  sign(text: string): string
}

/**
 * An implementation of Ed25519. All of them make the same signatures and accept the same ones (R1: cofactorless, S < L, canonical
 * encodings).
 */
export interface Signatures {
  /** The key pair of a 32-byte seed. */
  keyPairFromSeed(seed: Uint8Array): KeyPair
  /** Whether `signature` is `author`'s over `text`. Malformed input is simply false. */
  verify(author: AuthorKey, text: string, signature: string): boolean
}

/** The text that is signed: a structure of ours around `body`, so nothing a peer chose is ever signed bare. */
export function signedText(kind: SignedKind, realm: Hash, body: string): string {
  return `tracord/${kind}/1\n${realm}\n${body}`
}
