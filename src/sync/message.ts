/** Messages between tracord nodes. Every one is idempotent and may be lost, doubled, delayed or reordered. */
import type { Ms } from '../base/clock.ts'
import type { Hash } from '../base/hash.ts'
import type { Range } from '../frames/entry.ts'
import type { LogKey } from '../frames/log.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { SignedPresence } from './presence.ts'

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
  /** 16 random bytes, base64url, made since another start of the receiver was believed: who is believed instead has signed over them. */
  readonly challenge?: string
  /** The receiver's challenge that is answered here, if it made one. */
  readonly answers?: string
  /** What is said first, to one who is believed already. */
  readonly opening?: readonly Word[]
  /** The author's signature over all of this, for the one whose nonce is `heard`. */
  readonly sig?: string
  /** true: the speaker has the realm's id alone: whoever answers brings the founding record. */
  readonly lacks?: boolean
  /** Text of the founding record: for a server that has not met this realm, in a hello that heard nothing yet; and for one who lacks it. */
  readonly founding?: string
}

/** What belongs in an opening, each at most once: which domains are held, the state of what is held, who is there. */
export type Word = InterestMessage | Beacon | PresenceMessage

/** What is said first, in one message, to one who has our signed hello without it. */
export interface Opening {
  readonly t: 'opening'
  readonly words: readonly Word[]
}

/** A judgement: of the state with this root it has this digest, by these terms (which judge it was). */
export interface Verdict {
  readonly root: string
  readonly digest: string
  /** Digests by other terms are not compared (R18). */
  readonly terms: string
}

/** State and judgement at the moment of sending, as two hashes. Equal roots: nothing else is sent. */
export interface Beacon {
  readonly t: 'beacon'
  /** Root of the tree of hashes over the sender's state vector. */
  readonly root: string
  readonly entries: number
  /** true: all that `root` covers is durable at the sender, so at equal roots it confirms everything, whatever `have` was lost (R19). */
  readonly durable: boolean
  /** The name of what the sender holds, and of what it takes the receiver to hold; absent: all domains. The root is over what both hold. */
  readonly of?: string
  readonly seen?: string
  /** The latest judged pair, possibly of an older state, or absent. */
  readonly verdict?: Verdict
}

/** Which domains the sender holds, for a receiver that may not know; null: all. */
export interface InterestMessage {
  readonly t: 'interest'
  readonly domains: readonly string[] | null
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

/** Who is there: the sender itself at each beat, others as soon as it hears of them. Every one is signed by its author. */
export interface PresenceMessage {
  readonly t: 'presence'
  readonly list: readonly SignedPresence[]
  /** The text of the sender's own profile, when they meet: nobody need ask for it. */
  readonly profile?: string
  /** The sender's time, to be given back in the next of the receiver's. */
  readonly at?: Ms
  /** The receiver's own time, given back, and how long the sender kept it. */
  readonly echo?: readonly [at: Ms, keptMs: Ms]
}

/** Asks for the profiles with these hashes. */
export interface About {
  readonly t: 'about'
  readonly hashes: readonly Hash[]
}

/** A profile's canonical text; its hash says whose it is. */
export interface ProfileMessage {
  readonly t: 'profile'
  readonly text: string
}

/** Connections that a question may pass over. */
export const ASK_HOPS_MAX = 4

/** A question of member `from` to member `to`, passed on from neighbour to neighbour. */
export interface Ask {
  readonly t: 'ask'
  /** 16 random bytes, base64url. */
  readonly id: string
  readonly from: AuthorKey
  readonly to: AuthorKey
  /** Connections that it may still pass over after this one. */
  readonly hops: number
  /** Time left for the answer. */
  readonly ms: Ms
  readonly text: string
  /** The asker's signature, under `tracord/ask/1`. */
  readonly sig: string
}

/** Why a question was not answered. */
export type AnswerCode = 'NO_ROUTE' | 'TIMED_OUT' | 'REFUSED' | 'BAD_INPUT' | 'UNKNOWN' | 'BUSY' | 'NO_ANSWER'

/** The answer to a question, back the way it came. */
export interface Answer {
  readonly t: 'answer'
  readonly id: string
  /** Who answers: the one asked, or one in between that cannot pass the question on. */
  readonly by: AuthorKey
  /** null: `text` is the answer; otherwise it says why there is none. */
  readonly code: AnswerCode | null
  readonly text: string
  /** The signature of the one asked, under `tracord/answer/1`; absent when it is another who refuses. */
  readonly sig?: string
}

/** The sender does not wait for an answer any more. */
export interface Unask {
  readonly t: 'unask'
  readonly id: string
}

/** Any of them; `t` tells which. */
export type Message =
  | (Hello | Opening | Beacon | InterestMessage | Buckets | Vector | Want | Entries | Have)
  | (PresenceMessage | About | ProfileMessage | Ask | Answer | Unask)
