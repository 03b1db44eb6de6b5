/** Logs: every entry that the journal holds, hashed, chained and its signature verified again; what is sound is kept for mending. */
import type { Hash } from '../../base/hash.ts'
import { cidOf } from '../../base/hash.ts'
import { isSigned, openRange, readBody, unsignedText, type Link } from '../../frames/chain.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'
import type { Signatures } from '../../identity/signature.ts'
import type { JournalRow } from '../../ports/journal.ts'
import { createGraves, type Graves } from '../core/graves.ts'
import { readJournalKey } from '../core/proof.ts'
import { found, type Finding } from './finding.ts'

/** A log as far as it is sound: its entries from the first up to the last whose own signature verifies. */
export interface SoundLog {
  readonly log: Log
  readonly bodies: readonly string[]
  /** The same entries as the journal's rows have them, each once. */
  readonly rows: readonly JournalRow[]
  /** Entries the journal holds, sound or not. */
  readonly held: number
  /** Lowest seq that its author signed twice; null: none. */
  readonly forkedAt: number | null
}

/** What the journal's rows amount to. */
export interface ExaminedLogs {
  readonly logs: readonly SoundLog[]
  /** Logs that are pruned, all of them or from their beginning: they have no documents. */
  readonly pruned: readonly Log[]
  /** Rows that hold proofs of equivocation, and are sound. */
  readonly proofs: readonly JournalRow[]
  readonly findings: readonly Finding[]
  readonly entries: number
}

/** The rows of one log, in the order of its entries. */
interface Rows {
  readonly log: Log
  readonly rows: JournalRow[]
  forkedAt: number | null
}

/** Entries between two looks at the clock and at who waits. */
const SLICE_ENTRIES = 64

/** Looks at every row; `onEntries` is told how many entries are done, and may take its time. */
export async function examineLogs(
  rows: readonly JournalRow[],
  signatures: Signatures,
  onEntries: (done: number) => Promise<void>,
): Promise<ExaminedLogs> {
  const findings: Finding[] = []
  const { byLog, forks } = sorted(rows, findings)
  const logs: SoundLog[] = []
  let done = 0
  const graves = createGraves()
  // What is pruned is known when the logs that say so were walked.
  const prunesFirst = [...byLog.values()].sort((a, b) => Number(b.log.kind === 'prunes') - Number(a.log.kind === 'prunes'))
  for (const held of prunesFirst) {
    const walk = walkLog(held, { signatures, graves, findings })
    for (let step = walk.next(); ; step = walk.next()) {
      if (step.done === true) {
        logs.push(step.value)
        if (held.log.kind === 'prunes') noteGraves(graves, step.value)
        break
      }
      await onEntries((done += SLICE_ENTRIES))
    }
  }
  const proofs = forks.filter((row) => isProof(row, byLog, { signatures, graves, findings }))
  findings.push(...prunedFindings(graves, byLog))
  const pruned = [...graves.all()].flatMap((key) => graves.of(key)?.log ?? [])
  return { logs, pruned, proofs, findings, entries: logs.reduce((sum, { held }) => sum + held, 0) }
}

function sorted(rows: readonly JournalRow[], findings: Finding[]): { byLog: Map<LogKey, Rows>; forks: readonly JournalRow[] } {
  const byLog = new Map<LogKey, Rows>()
  const forks: JournalRow[] = []
  const open = (log: Log): Rows => {
    const held = byLog.get(logKeyOf(log)) ?? { log, rows: [], forkedAt: null }
    byLog.set(logKeyOf(log), held)
    return held
  }
  for (const row of rows) {
    const named = readJournalKey(row.log)
    if (named === undefined) {
      findings.push(found('journal', 'damage', row.log, 'a row that names no log', 'nothing reads it; --repair leaves it out'))
      continue
    }
    if (named.forkedAt === null) open(named.log).rows.push(row)
    else {
      open(named.log).forkedAt = named.forkedAt
      forks.push(row)
    }
  }
  for (const held of byLog.values()) held.rows.sort((a, b) => a.from - b.from)
  return { byLog, forks }
}

/** What the walk through one log works with. */
interface Walk {
  readonly signatures: Signatures
  readonly graves: Graves
  readonly findings: Finding[]
}

function noteGraves(graves: Graves, { log, rows, bodies, forkedAt }: SoundLog): void {
  const links = rows.flatMap((row) => row.bodies.map((text, at) => ({ id: row.ids[at] as Hash, seq: row.from + at, text })))
  graves.note(log, links.flatMap((link) => linkOf(link)))
  graves.count(logKeyOf(log), Math.min(bodies.length, forkedAt ?? Infinity))
}

function linkOf(link: Omit<Link, 'body'>): readonly Link[] {
  const body = readBody(link.text)
  return body.ok ? [{ ...link, body: body.value }] : []
}

/** Pruned logs are no damage: it is said plainly that they are. */
function prunedFindings(graves: Graves, byLog: ReadonlyMap<LogKey, Rows>): readonly Finding[] {
  return [...graves.all()].sort().map((key) => {
    const { reach = 0 } = graves.of(key) ?? {}
    const isHere = byLog.get(key)?.rows.some(({ from }) => from < reach) === true
    const text = isHere ? 'their text is still here' : 'their text is gone, their ids are held'
    const what = `its author pruned the first ${reach} entries: ${text}`
    return found('log', 'note', key, what, isHere ? 'nothing, or tracord prune --drop: it lets go of the text' : 'nothing')
  })
}

/** Walks one log, pausing now and then; ends at the first entry that is not what it should be. */
function* walkLog({ log, rows, forkedAt }: Rows, { signatures, graves, findings }: Walk): Generator<void, SoundLog> {
  const [bodies, ids]: [string[], Hash[]] = [[], []]
  const held = Math.max(0, ...rows.map((row) => row.from + row.bodies.length))
  const key = logKeyOf(log)
  const grave = graves.of(key)
  const pruned = grave?.reach ?? 0
  let signed = 0
  let fault: string | undefined
  for (const row of rows) {
    for (let at = Math.max(0, ids.length - row.from); at < row.bodies.length && fault === undefined; at += 1) {
      const seq = row.from + at
      const text = row.bodies[at] ?? ''
      // Where text is gone the ids that its author signed stand in for the chain.
      if (ids.length < Math.min(seq, pruned)) {
        ids.push(...((grave?.ids.slice(ids.length, Math.min(seq, pruned)) ?? []) as Hash[]))
        signed = ids.length
      }
      const gap = seq > ids.length ? `entries ${ids.length} to ${seq - 1} are missing` : undefined
      fault = gap ?? faultOf(log, seq, ids.at(-1) ?? null, text, row.ids[at])
      if (fault !== undefined) break
      bodies.push(text)
      ids.push(row.ids[at] as Hash)
      if (isSignedText(log, seq, ids.at(-2) ?? null, text, signatures)) signed = ids.length
      if (ids.length % SLICE_ENTRIES === 0) yield
    }
  }
  if (fault !== undefined)
    findings.push(found('log', 'damage', key, fault, `peers give back what follows entry ${signed - 1}; --repair sets it aside`))
  else if (signed < ids.length)
    findings.push(found('log', 'damage', key, unsignedEnd(signed, ids.length), '--repair sets it aside; peers give it back with its end'))
  return { log, bodies: bodies.slice(0, Math.max(0, signed - (ids.length - bodies.length))), rows: soundRows(rows, signed), held, forkedAt }
}

/** The parts of `rows` that make up the first `count` entries: rows may overlap after a repair. */
function soundRows(rows: readonly JournalRow[], count: number): readonly JournalRow[] {
  const sound: JournalRow[] = []
  let covered = 0
  for (const row of rows) {
    const [from, until] = [Math.max(row.from, covered), Math.min(row.from + row.bodies.length, count)]
    if (from >= until) continue
    const part = <T>(list: readonly T[]): readonly T[] => list.slice(from - row.from, until - row.from)
    sound.push({ ...row, from, bodies: part(row.bodies), ids: part(row.ids) })
    covered = until
  }
  return sound
}

function unsignedEnd(signed: number, count: number): string {
  return `entries ${signed} to ${count - 1} have no signature at their end that verifies`
}

/** What is wrong with the entry at `seq`, which follows `prev`. */
function faultOf(log: Log, seq: number, prev: Hash | null, text: string, id: Hash | undefined): string | undefined {
  const body = readBody(text)
  if (!body.ok) return `entry ${seq} is malformed: ${body.error}`
  return cidOf(unsignedText(log, seq, prev, body.value)) === id ? undefined : `entry ${seq} is not the one that its id names`
}

function isSignedText(log: Log, seq: number, prev: Hash | null, text: string, signatures: Signatures): boolean {
  const body = readBody(text)
  return body.ok && isSigned(log, seq, prev, body.value, signatures)
}

/** A proof is the other branch from where the log forks: authentic, and not what the log has there. */
function isProof(row: JournalRow, byLog: ReadonlyMap<LogKey, Rows>, { signatures, graves, findings }: Walk): boolean {
  const named = readJournalKey(row.log)
  const held = named === undefined ? undefined : byLog.get(logKeyOf(named.log))
  const at = named?.forkedAt ?? null
  const body = held?.rows.find(({ from, bodies }) => at !== null && from <= at && at < from + bodies.length)
  const grave = named === undefined ? undefined : graves.of(logKeyOf(named.log))
  const prev = at === null || at === 0 ? null : (idAt(held?.rows ?? [], at - 1) ?? grave?.ids[at - 1] ?? null)
  if (named !== undefined && at !== null && (at === 0 || prev !== null)) {
    const opened = openRange({ log: named.log, from: at, prev, bodies: row.bodies }, signatures)
    if (opened.ok && opened.value.links[0]?.id !== (body === undefined ? null : idAt([body], at))) return true
  }
  const what = 'what is kept as the second branch of a forked log proves nothing'
  findings.push(found('proof', 'damage', row.log, what, 'peers that hold the proof give it back; --repair sets it aside'))
  return false
}

function idAt(rows: readonly JournalRow[], seq: number): Hash | null {
  const row = rows.find(({ from, bodies }) => from <= seq && seq < from + bodies.length)
  return row?.ids[seq - row.from] ?? null
}
