/** Chain: how entries are sealed, and how a range of them is proved: one signature at its end, a hash for each before (R1, R3). */
import { canonicalText, checkJson, isCanonicalText, type Json } from '../base/canonical.ts'
import type { Ms } from '../base/clock.ts'
import { cidOf, type Hash } from '../base/hash.ts'
import { ENTRY_BYTES_MAX, ENTRY_DEPTH_MAX, ENTRY_ITEMS_MAX } from '../base/limits.ts'
import { err, ok, type Result } from '../base/result.ts'
import { isPlainlyCanonical } from '../base/spelling.ts'
import { signedText, type KeyPair, type Signatures } from '../identity/signature.ts'
import type { Body, Range } from './entry.ts'
import type { Item } from './item.ts'
import type { Log } from './log.ts'

/** One proved entry: its id, position, body and the body's canonical text. */
export interface Link {
  readonly id: Hash
  readonly seq: number
  readonly body: Body
  readonly text: string
}

/** A proved range. */
export interface Chain {
  readonly log: Log
  readonly from: number
  readonly prev: Hash | null
  readonly links: readonly Link[]
}

/** Why a range proves nothing; `seq` is that of the entry at fault. */
export type ChainError =
  | { readonly type: 'Empty' }
  | { readonly type: 'BadBody'; readonly seq: number; readonly why: string }
  | { readonly type: 'BadSignature'; readonly seq: number }

/**
 * Proves a range: every body canonical and within the limits, ids recomputed from `prev` on, the last entry's own signature
 * verified. That `prev` is
 * the entry we hold before `from` is the caller's to check. Signatures before the last are carried, not verified: the chain
 * vouches for the content.
 */
export function openRange(range: Range, signatures: Signatures): Result<Chain, ChainError> {
  const { log, from, bodies } = range
  const frame = frameOf(log)
  const links: Link[] = []
  let prev = range.prev
  let last = ''
  for (const [at, text] of bodies.entries()) {
    const seq = from + at
    const body = readBody(text)
    if (!body.ok) return err({ type: 'BadBody', seq, why: body.error })
    last = framed(frame, seq, prev, body.value.at, itemsTextIn(text, body.value), '')
    prev = cidOf(last)
    links.push({ id: prev, seq, body: body.value, text })
  }
  const end = links.at(-1)
  if (end === undefined) return err({ type: 'Empty' })
  if (!signatures.verify(log.author, signedText('entry', log.realm, last), end.body.sig))
    return err({ type: 'BadSignature', seq: end.seq })
  return ok({ log, from, prev: range.prev, links })
}

/** Whether this entry's own signature verifies: wanted where a range shall end on it, or before it goes into a document. */
export function isSigned(log: Log, seq: number, prev: Hash | null, body: Body, signatures: Signatures): boolean {
  return signatures.verify(log.author, signedText('entry', log.realm, unsignedText(log, seq, prev, body)), body.sig)
}

/** Makes and signs the next entry of one's own log. */
export function sealEntry(log: Log, seq: number, prev: Hash | null, at: Ms, items: readonly Item[], keyPair: KeyPair): Link {
  const raw = items as unknown as readonly Json[]
  const itemsText = canonicalText(raw)
  const unsigned = framed(frameOf(log), seq, prev, at, itemsText, '')
  const sig = keyPair.sign(signedText('entry', log.realm, unsigned))
  const text = `{"at":${at},"items":${itemsText},"sig":${JSON.stringify(sig)}}`
  return { id: cidOf(unsigned), seq, body: { at, items: raw, sig }, text }
}

/** The canonical text that an entry's id is the hash of: everything but `sig` (R1). */
export function unsignedText(log: Log, seq: number, prev: Hash | null, body: Omit<Body, 'sig'>): string {
  return framed(frameOf(log), seq, prev, body.at, canonicalText(body.items), '')
}

/** The canonical text of the whole entry, `sig` included: what its document holds. */
export function entryText(log: Log, seq: number, prev: Hash | null, body: Body): string {
  return framed(frameOf(log), seq, prev, body.at, canonicalText(body.items), `"sig":${JSON.stringify(body.sig)},`)
}

/** The items' canonical text, cut out of a body's canonical text: writing it again would double the cost of a received entry. */
function itemsTextIn(text: string, body: Body): string {
  return text.slice(`{"at":${body.at},"items":`.length, -`,"sig":${JSON.stringify(body.sig)}}`.length)
}

/** What the texts of all entries of one log have between what differs: before the items, after them, and after `prev`. */
type Frame = readonly [before: string, after: string, end: string]

/** Written out rather than built as an object: the keys stand in canonical order, and all but the items is cheap. */
function frameOf({ realm, domain, kind, author, epoch }: Log): Frame {
  return [
    `,"author":${JSON.stringify(author)},"domain":${JSON.stringify(domain)},"epoch":${epoch},"items":`,
    `,"kind":${JSON.stringify(kind)},"prev":`,
    `,"realm":${JSON.stringify(realm)},"seq":`,
  ]
}

function framed([before, after, end]: Frame, seq: number, prev: Hash | null, at: Ms, items: string, sig: string): string {
  return `{"at":${at}${before}${items}${after}${JSON.stringify(prev)}${end}${seq},${sig}"v":1}`
}

/** Bytes of an entry around its items: names, numbers, hashes and signature, generously. */
const HEADER_BYTES = 1_024

/** The body that `text` spells, if it is canonical and within the limits (checked before parsing, R7). */
export function readBody(text: string): Result<Body, string> {
  if (isTooLarge(text)) return err('too large')
  // Nearly every text is seen to be canonical in one walk; of another the closer look says what is wrong, if anything is.
  if (!isPlainlyCanonical(text, ENTRY_DEPTH_MAX)) return readClosely(text)
  const parsed: unknown = JSON.parse(text)
  const fault = bodyFault(parsed)
  return fault === undefined ? ok(parsed as Body) : err(fault)
}

const BODY_BYTES_MAX = ENTRY_BYTES_MAX - HEADER_BYTES
/** Bytes that a unit of a text takes at most. */
const UNIT_BYTES_MAX = 3

function isTooLarge(text: string): boolean {
  return text.length * UNIT_BYTES_MAX > BODY_BYTES_MAX && Buffer.byteLength(text) > BODY_BYTES_MAX
}

function readClosely(text: string): Result<Body, string> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return err('not JSON')
  }
  const checked = checkJson(parsed, ENTRY_DEPTH_MAX)
  if (!checked.ok) return err(`${checked.error.path}: ${checked.error.why}`)
  if (!isCanonicalText(text, checked.value)) return err('not its own canonical form')
  const fault = bodyFault(parsed)
  return fault === undefined ? ok(parsed as Body) : err(fault)
}

function bodyFault(parsed: unknown): string | undefined {
  if (typeof parsed !== 'object' || parsed === null || Object.keys(parsed).join() !== 'at,items,sig')
    return 'not {at, items, sig}'
  const { at, items, sig } = parsed as Readonly<Record<string, unknown>>
  if (!Number.isSafeInteger(at) || Number(at) < 0) return 'at is no instant'
  if (!Array.isArray(items) || items.length === 0 || items.length > ENTRY_ITEMS_MAX)
    return `items is no list of 1 to ${ENTRY_ITEMS_MAX}`
  return typeof sig === 'string' ? undefined : 'sig is no string'
}

