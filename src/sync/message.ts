/** Messages between tracord nodes. Every one is idempotent and may be lost, doubled, delayed or reordered. */
import type { Hash } from '../base/hash.ts'
import type { Range } from '../frames/entry.ts'
import type { LogKey } from '../frames/log.ts'
import type { AuthorKey } from '../identity/signature.ts'

/** Opens a connection: who I am and where I belong. Another realm's hello is answered by closing. */
export interface Hello {
  readonly t: 'hello'
  /** Protocol versions spoken. */
  readonly versions: readonly number[]
  readonly realm: Hash
  readonly author: AuthorKey
  readonly name: string
  /** `leaf`: wants what it is owed and relays for nobody (a server's client). */
  readonly role: 'member' | 'leaf'
  /** 16 random bytes, base64url: tells a restarted peer from the one before. */
  readonly nonce: string
  /** Text of the founding record, for a server that has not met this realm. */
  readonly founding?: string
}

/** State and judgement at the moment of sending, as two hashes. Equal roots: nothing else is sent. */
export interface Beacon {
  readonly t: 'beacon'
  /** Root of the tree of hashes over the sender's state vector. */
  readonly root: string
  readonly entries: number
  /** The latest judged pair, possibly of an older state, or absent. */
  readonly verdict?: { readonly root: string; readonly digest: string }
}

/** The hashes of the tree's 256 buckets, as [bucket, hash]; the answer to a beacon that differs, when there are many logs. */
export interface Buckets {
  readonly t: 'buckets'
  readonly hashes: readonly (readonly [bucket: number, hash: string])[]
}

/** What the sender holds in the buckets named (all 256 when null); logs it does not name there it lacks. */
export interface Vector {
  readonly t: 'vector'
  readonly buckets: readonly number[] | null
  readonly logs: readonly (readonly [log: LogKey, count: number, head: Hash])[]
  /** true: the receiver is asked for its own vector of these buckets. */
  readonly ask: boolean
}

/** Asks for entries of `log` from seq `from` on; at most `credit` bytes may be sent for it. */
export interface Want {
  readonly t: 'want'
  readonly log: LogKey
  readonly from: number
  readonly credit: number
}

/** A range, pushed or wanted. */
export interface Entries {
  readonly t: 'entries'
  readonly range: Range
}

/** What the sender holds durably: the acknowledgement that turns `provisional` into confirmed (R19). */
export interface Have {
  readonly t: 'have'
  readonly logs: readonly (readonly [log: LogKey, count: number])[]
}

export type Message = Hello | Beacon | Buckets | Vector | Want | Entries | Have
