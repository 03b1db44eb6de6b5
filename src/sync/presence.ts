/** Presence and profile: what a member tells all others of itself, every beat and once; how both are written, signed and read (R18). */
import { canonicalText, checkJson, isCanonicalText, type Json } from '../base/canonical.ts'
import type { Ms } from '../base/clock.ts'
import { cidOf, type Hash } from '../base/hash.ts'
import { NAME_LENGTH_MAX } from '../base/limits.ts'
import { ok, type Result } from '../base/result.ts'
import { signedText, type AuthorKey, type KeyPair, type Signatures } from '../identity/signature.ts'
import { bad, either, listOf, literal, optional, recordOf, textOf, valueOf, type BadMessage } from './schema.ts'

/** What a member tells all others of itself; flooded, the latest only. Of two the one with the larger `start`, then `count`, is later. */
export interface Presence {
  readonly author: AuthorKey
  /** How often the author's journal had been opened. */
  readonly start: number
  /** Rises with each presence of one start. */
  readonly count: number
  /** How busy it is, permille, 0 to 1000. */
  readonly load: number
  /** Hash of its profile's canonical text. */
  readonly about: Hash
  /** true: a server's client, which relays for nobody and says this more seldom. */
  readonly leaf: boolean
}

/** A presence and the author's signature over it, under `tracord/presence/1`. */
export interface SignedPresence extends Presence {
  readonly sig: string
}

/** What does not change by the second; asked for once per hash. At most {@link PROFILE_CHARS_MAX} of canonical text. */
export interface Profile {
  readonly name: string
  /** The domains held; null: all. */
  readonly domains: readonly string[] | null
  /** Reasoning modules, `name@version`. */
  readonly modules: readonly string[]
  /** What it knows about, as a vector: integers from -127 to 127, 0 or {@link MEANING_LENGTH} of them. */
  readonly meaning: readonly number[]
  /** Where others can connect to it, like `ws://10.0.0.7:4040`, when it has such a place. */
  readonly address?: string
  /** How long it takes at most from one of its beats to the next; absent: as long as the reader's own. */
  readonly beatMs?: Ms
}

/** Another member as this node knows it. */
export interface Member {
  readonly presence: Presence
  /** null: not here yet. */
  readonly profile: Profile | null
  /** Heard of within two leases. */
  readonly live: boolean
  /** When its latest presence came, by this node's clock. */
  readonly heardAt: Ms
  /** The time to a direct neighbour and back; null for others. */
  readonly latencyMs: Ms | null
}

/** Characters of a profile's canonical text. */
export const PROFILE_CHARS_MAX = 8_192
/** Numbers of a meaning vector. */
export const MEANING_LENGTH = 256
/** Domains or modules in one profile; its characters bound them sooner. */
const LIST_MAX = 4_096
const MEANING_MAX = 127
/** A member beats every two hours at least. */
const BEAT_MS_MAX = 7_200_000
const PROFILE_DEPTH_MAX = 2
const MODULE_SHAPE = /^[^@\s]+@[^@\s]+$/

/** Signs a presence. */
export function signPresence(presence: Presence, realm: Hash, keyPair: KeyPair): SignedPresence {
  return { ...presence, sig: keyPair.sign(textToSign(presence, realm)) }
}

/** Whether the author named in it signed it. */
export function isPresenceTrue(presence: SignedPresence, realm: Hash, signatures: Signatures): boolean {
  return signatures.verify(presence.author, textToSign(presence, realm), presence.sig)
}

function textToSign({ author, start, count, load, about, leaf }: Presence, realm: Hash): string {
  return signedText('presence', realm, canonicalText([author, start, count, load, about, leaf]))
}

/** Whether `a` was said after `b` by the same author. */
export function isLater(a: Presence, b: Presence): boolean {
  return a.start > b.start || (a.start === b.start && a.count > b.count)
}

/** A profile as it travels: its canonical text and the hash of it. */
export interface WrittenProfile {
  readonly text: string
  readonly about: Hash
  readonly profile: Profile
}

const name = textOf(NAME_LENGTH_MAX)
const isMeaning = (value: unknown): value is number => Number.isSafeInteger(value) && Math.abs(value as number) <= MEANING_MAX

/** Others dial what a profile says, so it must be something that can be dialed and nothing more. */
function isAddress(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > NAME_LENGTH_MAX || !URL.canParse(value)) return false
  const { protocol, username, password } = new URL(value)
  return /^wss?:$/.test(protocol) && username === '' && password === '' && !value.includes('#')
}

const isBeat = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= BEAT_MS_MAX

const profileReader = recordOf({
  name,
  domains: either(literal(null), listOf(name, LIST_MAX)),
  modules: listOf(
    valueOf((value): value is string => typeof value === 'string' && MODULE_SHAPE.test(value), 'like "name@version"'),
    LIST_MAX,
  ),
  meaning: listOf(valueOf(isMeaning, `a whole number from -${MEANING_MAX} to ${MEANING_MAX}`), MEANING_LENGTH),
  address: optional(valueOf(isAddress, 'a websocket url without credentials or fragment')),
  beatMs: optional(valueOf(isBeat, `a whole number from 1 to ${BEAT_MS_MAX}`)),
})

/** Writes a profile, or says what is wrong with it. */
export function writeProfile(profile: Profile): Result<WrittenProfile, BadMessage> {
  const checked = checkJson(profile, PROFILE_DEPTH_MAX)
  if (!checked.ok) return bad(checked.error.path, checked.error.why)
  return readProfile(canonicalText(checked.value))
}

/** The profile that `text` spells canonically. Never throws. */
export function readProfile(text: string): Result<WrittenProfile, BadMessage> {
  if (text.length > PROFILE_CHARS_MAX) return bad('', `a profile is at most ${PROFILE_CHARS_MAX} characters of canonical text`)
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return bad('', 'is not JSON')
  }
  const read = profileReader(parsed, '')
  if (!read.ok) return read
  if (read.value.meaning.length !== 0 && read.value.meaning.length !== MEANING_LENGTH)
    return bad('meaning', `has neither 0 nor ${MEANING_LENGTH} numbers`)
  if (!isCanonicalText(text, parsed as Json)) return bad('', 'is not spelt canonically')
  return ok({ text, about: cidOf(text), profile: read.value })
}

/** What this node tells of itself. */
export interface OwnPresence {
  readonly start: number
  readonly load: number
  readonly profile: WrittenProfile
  /** The latest one said. */
  readonly signed: SignedPresence | null
  readonly signedAt: Ms
}

/** What is remembered of another member. */
export interface Known {
  readonly signed: SignedPresence
  readonly heardAt: Ms
  /** The connections that told its latest presence, soonest first: the way back to it. Few. */
  readonly via: string[]
  profile: WrittenProfile | null
  /** false: neighbours are told at the next beat. */
  isPassedOn: boolean
}
