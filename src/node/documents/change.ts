/** Change: entry n of a log and change n of its document are two forms of one thing; each determines the other byte for byte. */
import { encodeChange } from '@automerge/automerge/slim'
import { bytesFromBase64url } from '../../base/bytes.ts'
import { assert } from '../../base/assert.ts'
import type { Hash } from '../../base/hash.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { logKeyOf, type Log } from '../../frames/log.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import { readChunk, type ChangeParts } from './chunk.ts'
import { bucketOf, FIRST_ENTRY_OP, genesisOf, hashOfChange } from './genesis.ts'
import { readWholeEntry, type WholeEntry } from './whole-entry.ts'

/** Where a document stands: what its next change follows. */
export interface Tip {
  /** Entries in the document. */
  readonly count: number
  /** Hash of its last change, hexadecimal; the genesis' while it is empty. */
  readonly change: string
  /** Id of its last entry; null while it is empty. */
  readonly entry: Hash | null
}

/** A change as bytes, with its hash (hexadecimal). */
export interface EncodedChange {
  readonly bytes: Uint8Array
  readonly hash: string
}

/** Why changes are no log. */
export type ChangeFault =
  | { readonly type: 'Unreadable'; readonly why: string }
  | { readonly type: 'NotCanonical'; readonly why: string }
  | { readonly type: 'WrongGenesis'; readonly why: string }
  | { readonly type: 'OutOfOrder'; readonly why: string }

const KEY_BYTES = 32

/** The actor that may write to an author's documents: its public key in hexadecimal. */
function actorOf(author: AuthorKey): string {
  const key = bytesFromBase64url(author, KEY_BYTES)
  assert(key !== undefined, 'an author key was checked when its entry or log was read')
  return Buffer.from(key).toString('hex')
}

/** Where the document of `log` begins. */
export function emptyTip(log: Log): Tip {
  return { count: 0, change: genesisOf(log).hash, entry: null }
}

/** The canonical change of `entry` after the change `dep`: one insertion of one text, without time or message. */
export function changeOf(entry: WholeEntry, dep: string): EncodedChange {
  const bytes = encodeChange({
    actor: actorOf(entry.log.author),
    author: null,
    seq: entry.seq + 1,
    startOp: FIRST_ENTRY_OP + entry.seq,
    time: 0,
    message: null,
    deps: [dep],
    ops: [{ action: 'set', obj: bucketOf(entry.id), key: entry.id, value: entry.text, pred: [] }],
  })
  return { bytes, hash: hashOfChange(bytes) }
}

/** The tip after `entry` was put on by `change`. */
export function tipAfter(entry: WholeEntry, change: EncodedChange): Tip {
  return { count: entry.seq + 1, change: change.hash, entry: entry.id }
}

/** All changes of a log's document, genesis first. `entries` are those of `log` from seq 0 on, without gap. */
export function changesOf(log: Log, entries: readonly WholeEntry[]): Uint8Array[] {
  const genesis = genesisOf(log)
  const changes = [genesis.bytes]
  let dep = genesis.hash
  for (const [seq, entry] of entries.entries()) {
    assert(entry.seq === seq, 'the entries of a log are given in order')
    const change = changeOf(entry, dep)
    changes.push(change.bytes)
    dep = change.hash
  }
  return changes
}

/** A log and its entries from seq 0 on. */
export interface LogContent {
  readonly log: Log
  readonly entries: readonly WholeEntry[]
}

/** The log and entries that these changes are, genesis first; or why they are none. Signatures are not verified. */
export function entriesOf(changes: readonly Uint8Array[]): Result<LogContent, ChangeFault> {
  const [genesis, ...rest] = changes
  const entries: WholeEntry[] = []
  let tip: Tip | undefined
  for (const bytes of rest) {
    const read = readChunk(bytes)
    if (!read.ok) return err({ type: 'Unreadable', why: read.error })
    if (read.value.kind !== 'change') return err({ type: 'Unreadable', why: 'a document among changes' })
    const change = readChange(read.value)
    if (!change.ok) return change
    tip ??= emptyTip(change.value.entry.log)
    const { entry } = change.value
    if (!follows(change.value, tip)) return err({ type: 'OutOfOrder', why: `entry ${entry.seq} comes after ${tip.count - 1}` })
    tip = tipAfter(entry, change.value.change)
    entries.push(entry)
  }
  const log = entries[0]?.log
  if (log === undefined || genesis === undefined)
    return err({ type: 'Unreadable', why: 'no entries, so no log to tell its genesis by' })
  if (!isGenesis(genesis, log)) return err({ type: 'WrongGenesis', why: 'the first change is not the genesis of that log' })
  return entries.every((entry) => logKeyOf(entry.log) === logKeyOf(log))
    ? ok({ log, entries })
    : err({ type: 'OutOfOrder', why: 'the entries are of several logs' })
}

/** Whether `bytes` is the genesis of `log`. */
export function isGenesis(bytes: Uint8Array, log: Log): boolean {
  const read = readChunk(bytes)
  return read.ok && read.value.kind === 'change' && same(read.value.bytes, genesisOf(log).bytes)
}

/** A change found canonical: its entry, what it depends on, and itself encoded anew. */
export interface CanonicalChange {
  readonly entry: WholeEntry
  readonly dep: string
  readonly change: EncodedChange
}

/** Reads the change of an entry: its text is taken, the entry checked, the change made anew and compared, so nothing hides in it. */
export function readChange(parts: ChangeParts): Result<CanonicalChange, ChangeFault> {
  const [text, ...texts] = parts.texts
  const [dep, ...deps] = parts.deps
  if (text === undefined || texts.length > 0) return err({ type: 'NotCanonical', why: 'a change sets exactly one text' })
  if (dep === undefined || deps.length > 0) return err({ type: 'NotCanonical', why: 'a change depends on exactly one other' })
  const entry = readWholeEntry(text)
  if (!entry.ok) return err({ type: 'NotCanonical', why: entry.error })
  const change = changeOf(entry.value, dep)
  if (!same(change.bytes, parts.bytes)) return err({ type: 'NotCanonical', why: 'not the change that its entry determines' })
  return ok({ entry: entry.value, dep, change })
}

/** Whether `change` is the next one after `tip`. */
function follows(change: CanonicalChange, tip: Tip): boolean {
  return change.entry.seq === tip.count && change.entry.prev === tip.entry && change.dep === tip.change
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0
}
