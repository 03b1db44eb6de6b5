/** Absorb: what a stock peer offers of a log goes through intake like all else, and only what intake then holds goes into the document. */
import type { Clock } from '../../base/clock.ts'
import type { Range } from '../../frames/entry.ts'
import type { Held, Log, LogKey } from '../../frames/log.ts'
import type { Signatures } from '../../identity/signature.ts'
import { changeOf, tipAfter, type CanonicalChange, type Tip } from './change.ts'
import { append, entryAt, isOwnSigned, type OpenDocument } from './open-document.ts'
import type { Shelf } from './shelf.ts'
import type { WholeEntry } from './whole-entry.ts'

/** An entry that a peer brought; `dep` is known when it came as a change of its own, not inside a whole document. */
export interface Offer {
  readonly entry: WholeEntry
  readonly dep: string | undefined
}

/** What became of an offer. `waiting`: changes after a gap, to be offered again, and the hash of the change that is missing before them. */
export interface Absorbed {
  readonly fault: string | undefined
  readonly waiting: readonly CanonicalChange[]
  readonly missing: string | undefined
}

/** What absorbing needs of the node. */
export interface AbsorbParts {
  readonly signatures: Signatures
  readonly clock: Clock
  readonly shelf: Shelf
  held(log: LogKey): Held
  admit(range: Range, peer: string): Held
  /** The node closes: nothing is waited for any longer. */
  isLate(): boolean
}

/** Signatures verified between two pauses: 8 ms. */
const SLICE_ENTRIES = 64
/** Text of one range given to intake. */
const RANGE_BYTES_MAX = 262_144
/** How often the choice is made anew because the log grew meanwhile by another way. */
const CHOICES_MAX = 4
/**
 * How long one waits for admitted entries to become durable before others are put behind them, in milliseconds: at first, at most, and in
 * how many steps. Some four minutes in all: a disk that refuses is tried again every half one, and its refusals are no fault of the peer's.
 */
const DURABLE_WAIT_MS_MIN = 20
const DURABLE_WAIT_MS_MAX = 1_000
const DURABLE_TRIES_MAX = 240

/** Takes what is right of an offer, in order of seq, up to the first fault or gap. Only inside {@link Shelf.use} of the document. */
export async function absorb(
  parts: AbsorbParts,
  document: OpenDocument,
  offers: readonly Offer[],
  peer: string,
): Promise<Absorbed> {
  if (offers.length === 0) return (await isReady(parts, document, () => true)) ? NOTHING : { ...NOTHING, fault: NOT_AT_REST }
  const sorted = offers.toSorted((left, right) => left.entry.seq - right.entry.seq)
  for (let tries = 0; tries < CHOICES_MAX && (await isLevel(parts, document)); tries += 1) {
    const chosen = await choose(parts, document, sorted)
    if (parts.held(document.key).count > document.tip.count) continue // the log grew while signatures were verified
    const admitted = admitAll(parts, document, chosen.entries, peer)
    append(document, admitted)
    document.touchedAt = parts.clock.now()
    if (admitted.length < chosen.entries.length) return { ...NOTHING, fault: 'not admitted' }
    if (chosen.fork !== undefined) admitAll(parts, document, [chosen.fork], peer) // two entries with one seq: the proof is kept
    return { fault: chosen.fault, waiting: chosen.waiting, missing: chosen.missing }
  }
  return { ...NOTHING, fault: NOT_AT_REST }
}

/** While what is held of a log cannot be written or read here. */
const NOT_AT_REST = 'its log is not at rest here'
const NOTHING: Absorbed = { fault: undefined, waiting: [], missing: undefined }

/** Waits until the document has all that is held, so that "the next entry" means the same to both. */
function isLevel(parts: AbsorbParts, document: OpenDocument): Promise<boolean> {
  return isReady(parts, document, () => document.stuck === undefined && parts.held(document.key).count <= document.tip.count)
}

/** Waits until the document could be brought up to its log, and that is `isEnough`; what our own disk refuses meanwhile is tried again. */
async function isReady(parts: AbsorbParts, document: OpenDocument, isEnough: () => boolean): Promise<boolean> {
  let waitMs = DURABLE_WAIT_MS_MIN
  for (let tries = 0; tries < DURABLE_TRIES_MAX; tries += 1) {
    if ((await hasAdvanced(parts, document)) && isEnough()) return true
    if (document.stuck !== undefined || parts.isLate()) return false
    const resting = waitMs
    await new Promise<void>((resolve) => parts.clock.after(resting, resolve))
    waitMs = Math.min(2 * waitMs, DURABLE_WAIT_MS_MAX)
  }
  return false
}

/** Whether it could be brought up to what is durable. */
function hasAdvanced({ shelf }: AbsorbParts, document: OpenDocument): Promise<boolean> {
  return shelf.advance(document).then(
    () => true,
    () => false,
  )
}

interface Chosen {
  readonly entries: WholeEntry[]
  readonly waiting: readonly CanonicalChange[]
  missing: string | undefined
  fault: string | undefined
  fork: WholeEntry | undefined
}

async function choose(parts: AbsorbParts, document: OpenDocument, offers: readonly Offer[]): Promise<Chosen> {
  const waiting: CanonicalChange[] = []
  const chosen: Chosen = { entries: [], waiting, missing: undefined, fault: undefined, fork: undefined }
  let tip: Tip = document.tip
  for (const offer of offers) {
    const { entry } = offer
    if (entry.seq < tip.count && isKnown(document, chosen.entries, entry)) continue
    if (entry.seq > tip.count) {
      const change = waitingChange(offer)
      if (change === undefined) return { ...chosen, fault: 'a document with a gap' }
      chosen.missing ??= change.dep
      waiting.push(change)
      continue
    }
    const fault = faultOf(parts, offer, tip)
    if (fault !== undefined) return { ...chosen, ...fault }
    chosen.entries.push(entry)
    tip = tipAfter(entry, changeOf(entry, tip.change))
    if (chosen.entries.length % SLICE_ENTRIES === 0) await new Promise<void>((resolve) => parts.clock.after(0, resolve))
  }
  return chosen
}

function isKnown(document: OpenDocument, chosen: readonly WholeEntry[], entry: WholeEntry): boolean {
  const held = chosen[entry.seq - document.tip.count] ?? entryAt(document, entry.id)
  return held?.text === entry.text
}

/** A change after a gap is kept; inside a whole document there is no gap that anything could fill. */
function waitingChange({ entry, dep }: Offer): CanonicalChange | undefined {
  return dep === undefined ? undefined : { entry, dep, change: changeOf(entry, dep) }
}

function faultOf(
  parts: AbsorbParts,
  { entry, dep }: Offer,
  tip: Tip,
): { readonly fault: string; readonly fork?: WholeEntry } | undefined {
  if (!isOwnSigned(parts.signatures, entry)) return { fault: 'a signature that does not verify' }
  const fits = entry.seq === tip.count && entry.prev === tip.entry && (dep === undefined || dep === tip.change)
  return fits ? undefined : { fault: 'another history of the same log', fork: entry }
}

/** Hands entries to intake, range by range; those that it holds afterwards. */
function admitAll(parts: AbsorbParts, { log }: OpenDocument, entries: readonly WholeEntry[], peer: string): WholeEntry[] {
  const admitted: WholeEntry[] = []
  for (const range of rangesOf(log, entries)) {
    const end = entries[admitted.length + range.bodies.length - 1]
    const held = parts.admit(range, peer)
    if (end === undefined || held.count <= end.seq || (held.count === end.seq + 1 && held.head !== end.id)) break
    admitted.push(...entries.slice(admitted.length, admitted.length + range.bodies.length))
  }
  return admitted
}

/** The entries as ranges of a bounded size. */
export function rangesOf(log: Log, entries: readonly WholeEntry[]): Range[] {
  const ranges: Range[] = []
  let bodies: string[] = []
  let bytes = 0
  for (const [at, entry] of entries.entries()) {
    bodies.push(entry.bodyText)
    bytes += entry.bodyText.length
    if (bytes < RANGE_BYTES_MAX && at < entries.length - 1) continue
    const first = entries[at - bodies.length + 1]
    if (first !== undefined) ranges.push({ log, from: first.seq, prev: first.prev, bodies })
    bodies = []
    bytes = 0
  }
  return ranges
}
