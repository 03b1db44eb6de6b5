/** Handshake: what a hello signs, how it is checked, and the keys that two of them make (R20). */
import { canonicalText, type Json } from '../base/canonical.ts'
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

/** One end of a connection, as keys are bound to it. */
type End = Pick<Hello, 'author' | 'nonce' | 'share'>

const NONCE_WORDS = 4

/** 16 random bytes, base64url. */
export function nonceFrom(random: Random): string {
  const words = Uint32Array.from({ length: NONCE_WORDS }, () => random.uint32())
  return base64urlFromBytes(new Uint8Array(words.buffer))
}

/** A fresh contribution. */
export function contribute({ agreement }: Means, random: Random): Own {
  return { nonce: nonceFrom(random), ephemeral: agreement.ephemeral() }
}

/** `hello` with the signature that tells `them` who we are: it holds for this connection and for nobody else (R2). */
export function signHello({ keyPair }: Means, hello: Hello, them: End): Hello {
  return { ...hello, sig: keyPair.sign(textToSign(hello, them)) }
}

/** The keys in common with the one who signed `hello` to us; null when it is not signed by the key that it names, for us, here. */
export function proveHello(means: Means, self: Self, own: Own, hello: Hello): Keys | null {
  const us: End = { author: self.author, nonce: own.nonce, share: own.ephemeral.share }
  if (hello.sig === undefined || !means.signatures.verify(hello.author, textToSign(hello, us), hello.sig)) return null
  const isFirst = own.nonce < hello.nonce
  const keys = own.ephemeral.agree(hello.share, namesOf(self, isFirst ? [us, hello] : [hello, us]))
  if (keys === null) return null
  return isFirst ? { ours: keys.first, theirs: keys.second } : { ours: keys.second, theirs: keys.first }
}

/** Versions of the protocol that this implementation speaks. */
export const SYNC_VERSIONS: readonly number[] = [2]

/** What the speaker signs: all that it says, and to whom. Both nonces in it are new with the connection. */
function textToSign({ sig: _sig, ...said }: Hello, { author, nonce, share }: End): string {
  return signedText('hello', said.realm, canonicalText([said as unknown as Json, [author, nonce, share]]))
}

/** What the keys are bound to: neither end can be made to believe that it shares them with a third. */
function namesOf({ realm }: Self, ends: readonly [End, End]): string {
  return `tracord/keys/1\n${canonicalText([realm, ...ends.map(({ author, nonce, share }) => [author, nonce, share])])}`
}
