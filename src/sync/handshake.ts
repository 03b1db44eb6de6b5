/** Handshake: what a hello signs, how it is checked, and the keys that two of them make (R20). */
import { canonicalText } from '../base/canonical.ts'
import { base64urlFromBytes } from '../base/bytes.ts'
import type { Hash } from '../base/hash.ts'
import type { Random } from '../base/random.ts'
import type { Agreement, Ephemeral } from '../identity/agreement.ts'
import { signedText, type AuthorKey, type KeyPair, type Signatures } from '../identity/signature.ts'
import type { Hello } from './message.ts'

/** Who the machine speaks for; the parts of its `hello`. */
export interface Self {
  readonly realm: Hash
  readonly author: AuthorKey
  readonly name: string
  readonly role: 'member' | 'leaf'
  readonly founding?: string
}

/** The means by which hellos are signed, checked and turned into keys. */
export interface Means {
  readonly keyPair: KeyPair
  readonly signatures: Signatures
  readonly agreement: Agreement
}

/** What this end contributes to one connection; new with each. */
export interface Own {
  /** 16 random bytes, base64url. */
  readonly nonce: string
  readonly ephemeral: Ephemeral
}

/** The keys of one connection: what is sent is coded by `ours`, what is received by `theirs`. */
export interface Keys {
  readonly ours: Uint8Array
  readonly theirs: Uint8Array
}

/** What one end of a connection says of itself, as far as the other must be able to rely on it. */
type End = Pick<Hello, 'versions' | 'author' | 'name' | 'role' | 'nonce' | 'share'>

const NONCE_WORDS = 4

/** A fresh contribution. */
export function contribute({ agreement }: Means, random: Random): Own {
  const words = Uint32Array.from({ length: NONCE_WORDS }, () => random.uint32())
  return { nonce: base64urlFromBytes(new Uint8Array(words.buffer)), ephemeral: agreement.ephemeral() }
}

/** The signature that tells `them` who we are: it holds for this connection and for nobody else (R2). */
export function signHello({ keyPair }: Means, self: Self, own: Own, them: End): string {
  return keyPair.sign(signedText('hello', self.realm, transcriptOf(endOf(self, own), them)))
}

/** The keys in common with the one who signed `hello` to us; null when it is not signed by the key that it names, for us, here. */
export function proveHello(means: Means, self: Self, own: Own, hello: Hello): Keys | null {
  const us = endOf(self, own)
  const text = signedText('hello', self.realm, transcriptOf(hello, us))
  if (hello.sig === undefined || !means.signatures.verify(hello.author, text, hello.sig)) return null
  const isFirst = own.nonce < hello.nonce
  const keys = own.ephemeral.agree(hello.share, namesOf(self, isFirst ? [us, hello] : [hello, us]))
  if (keys === null) return null
  return isFirst ? { ours: keys.first, theirs: keys.second } : { ours: keys.second, theirs: keys.first }
}

function endOf({ author, name, role }: Self, { nonce, ephemeral }: Own): End {
  return { versions: SYNC_VERSIONS, author, name, role, nonce, share: ephemeral.share }
}

/** Versions of the protocol that this implementation speaks. */
export const SYNC_VERSIONS: readonly number[] = [1]

/** What the speaker signs: all that it says of itself, and to whom. */
function transcriptOf(speaker: End, listener: End): string {
  const { versions, author, name, role, nonce, share } = speaker
  return canonicalText([[versions, author, name, role, nonce, share], [listener.author, listener.nonce, listener.share]])
}

/** What the keys are bound to: neither end can be made to believe that it shares them with a third. */
function namesOf({ realm }: Self, ends: readonly [End, End]): string {
  return `tracord/keys/1\n${canonicalText([realm, ...ends.map(({ author, nonce, share }) => [author, nonce, share])])}`
}
