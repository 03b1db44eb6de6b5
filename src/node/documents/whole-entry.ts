/** Whole entry: the full canonical text that a document holds, read back into the entry's place in its log and its body. */
import { canonicalText, checkJson, type Json } from '../../base/canonical.ts'
import { cidOf, isHash, type Hash } from '../../base/hash.ts'
import { ENTRY_BYTES_MAX, ENTRY_DEPTH_MAX, LOG_ENTRIES_MAX } from '../../base/limits.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { entryText, readBody, unsignedText } from '../../frames/chain.ts'
import type { Body } from '../../frames/entry.ts'
import { LOG_KINDS, type Log } from '../../frames/log.ts'
import { nameFault } from '../../frames/name.ts'
import { isCanonicalKey } from '../../identity/encoding.ts'

/** An entry as its document holds it. Canonical and within the limits; its signature is not verified by reading. */
export interface WholeEntry {
  readonly log: Log
  readonly seq: number
  readonly prev: Hash | null
  readonly id: Hash
  readonly body: Body
  /** Canonical text of the body: what travels in a range. */
  readonly bodyText: string
  /** Canonical text of the whole entry, `sig` included. */
  readonly text: string
}

const KEYS = 'at,author,domain,epoch,items,kind,prev,realm,seq,sig,v'

/** The whole entry at `seq` of `log` whose body is `bodyText`; the text must be a canonical body (`readBody`). */
export function wholeEntry(log: Log, seq: number, prev: Hash | null, body: Body, bodyText: string): WholeEntry {
  return { log, seq, prev, id: cidOf(unsignedText(log, seq, prev, body)), body, bodyText, text: entryText(log, seq, prev, body) }
}

/** The entry that `text` spells, or why it is none. Text that is not its own canonical form is refused. */
export function readWholeEntry(text: string): Result<WholeEntry, string> {
  if (text.length > ENTRY_BYTES_MAX || Buffer.byteLength(text) > ENTRY_BYTES_MAX) return err('too large')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return err('not JSON')
  }
  const checked = checkJson(parsed, ENTRY_DEPTH_MAX)
  if (!checked.ok) return err(`${checked.error.path}: ${checked.error.why}`)
  if (typeof parsed !== 'object' || parsed === null || Object.keys(parsed).join() !== KEYS) return err('not an entry')
  return fromFields(parsed as Readonly<Record<string, unknown>>, text)
}

function fromFields(fields: Readonly<Record<string, unknown>>, text: string): Result<WholeEntry, string> {
  const { seq, prev } = fields
  const log = logOf(fields)
  if (log === undefined) return err('its log has no such name')
  if (!isCount(seq) || seq >= LOG_ENTRIES_MAX) return err('seq is out of range')
  if (seq === 0 ? prev !== null : !isHash(prev)) return err('prev is no id')
  const bodyText = canonicalText({ at: fields['at'], items: fields['items'], sig: fields['sig'] } as Json)
  const body = readBody(bodyText)
  if (!body.ok) return err(body.error)
  const entry = wholeEntry(log, seq, prev as Hash | null, body.value, bodyText)
  return entry.text === text ? ok(entry) : err('not its own canonical form')
}

function logOf({ realm, domain, kind, author, epoch }: Readonly<Record<string, unknown>>): Log | undefined {
  if (!isHash(realm) || nameFault(domain) !== undefined || typeof kind !== 'string' || !LOG_KINDS.has(kind)) return undefined
  if (typeof author !== 'string' || !isCanonicalKey(author) || !isCount(epoch)) return undefined
  return { realm, domain: domain as string, kind: kind as Log['kind'], author, epoch }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
