/** Messages between tracord nodes. Every one is idempotent and may be lost, doubled, delayed or reordered. */
import type { Hash } from '../base/hash.ts'
import type { Range } from '../frames/entry.ts'
import type { LogKey } from '../frames/log.ts'
import type { AuthorKey } from '../identity/signature.ts'

/**
 * Opens a connection: who I am and where I belong. Nobody is believed before a hello of his is signed over both nonces and both shares;
 * the first one, said before the other's nonce is known, cannot be. Another realm's hello is answered by closing.
 */
export interface Hello {
  readonly t: 'hello'
  /** Protocol versions spoken. */
  readonly versions: readonly number[]
  readonly realm: Hash
  readonly author: AuthorKey
  readonly name: string
  /** `leaf`: wants what it is owed and relays for nobody (a server's client). */
  readonly role: 'member' | 'leaf'
  /** 16 random bytes, base64url, new with each connection: tells a restarted peer from the one before. */
  readonly nonce: string
  /** The public half of an X25519 key that lives as long as the connection. */
  readonly share: string
  /** The nonce of the receiver's hello, once it arrived: a peer whose own is not named here sends it again. */
  readonly heard: string | null
  /** true: the receiver's signed hello arrived; what is awaited is the first message after it. */
  readonly met: boolean
  /** The author's signature for the one whose nonce is `heard`. */
  readonly sig?: string
  /** Text of the founding record, for a server that has not met this realm; in a hello that heard nothing yet. */
  readonly founding?: string
}

/** State and judgement at the moment of sending, as two hashes. Equal roots: nothing else is sent. */
export interface Beacon {
  readonly t: 'beacon'
  /** Root of the tree of hashes over the sender's state vector. */
  readonly root: string
  readonly entries: number
  /** true: all that `root` covers is durable at the sender, so at equal roots it confirms everything, whatever `have` was lost (R19). */
  readonly durable: boolean
  /** The latest judged pair, possibly of an older state, or absent. */
  readonly verdict?: { readonly root: string; readonly digest: string }
}

/** The hashes of the tree's buckets that are not empty; sent after a beacon that differs, when there are many logs. */
export interface Buckets {
  readonly t: 'buckets'
  readonly hashes: readonly (readonly [bucket: number, hash: string])[]
}

/**
 * One line of a vector: `count` entries held, the last of which is `head`. Of an author that equivocated in this log: the
 * lowest seq at which that is proven, and `forked` (R5).
 */
export type VectorLine = readonly [log: LogKey, count: number, head: Hash | 'forked']

/** What the sender holds. A log that is not named says nothing, so a long vector may be cut anywhere. */
export interface Vector {
  readonly t: 'vector'
  readonly logs: readonly VectorLine[]
  /**
   * The buckets (null: all) of which the receiver shall name what it holds and `logs` lacks. Absent: it is told, not asked.
   */
  readonly ask?: readonly number[] | null
}

/** Asks for entries of `log` from seq `from` on, up to about `credit` characters of body text, in as many `entries` as that takes. */
export interface Want {
  readonly t: 'want'
  readonly log: LogKey
  readonly from: number
  readonly credit: number
}

/** A range, pushed or wanted. Its last entry bears a signature that the sender verified itself (R3). */
export interface Entries {
  readonly t: 'entries'
  readonly range: Range
  /** On the last piece that answers a want: its credit is spent or nothing is left. Never on what is pushed. */
  readonly ends?: true
}

/** What the sender holds durably: the acknowledgement that turns `provisional` into confirmed (R19). */
export interface Have {
  readonly t: 'have'
  readonly logs: readonly (readonly [log: LogKey, count: number])[]
}

/** Any of them; `t` tells which. */
export type Message = Hello | Beacon | Buckets | Vector | Want | Entries | Have
