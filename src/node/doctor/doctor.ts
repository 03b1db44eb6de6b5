/** Doctor: looks through a whole folder, names everything that is not as it should be, and mends what can be mended. */
import type { StorageAdapterInterface } from '@automerge/automerge-repo/slim'
import { TracordError } from '../../base/error.ts'
import type { Signatures } from '../../identity/signature.ts'
import type { Journal, JournalRow, Opened } from '../../ports/journal.ts'
import { logKeyOf } from '../../frames/log.ts'
import { createCheckup } from '../documents/checkup.ts'
import { found, type Finding } from './finding.ts'
import { examineLogs, type ExaminedLogs } from './logs.ts'
import { examinePapers, realmMismatch } from './papers.ts'
import { examineSnapshots } from './snapshots.ts'

/** What a doctor works with. */
export interface DoctorParts {
  readonly dir: string
  readonly signatures: Signatures
  /** The folder's journal: read-only to look, with its lock to repair. Opened and closed here. */
  readonly journal: Journal
  readonly storage: StorageAdapterInterface
  /** Begins the journal that will hold what is sound; absent: only look. Called at most once, after the journal was closed. */
  beginAnew?(): Promise<NewJournal>
  /** What is being done, and how much of it. Awaited, so that others may run meanwhile. */
  onProgress(doing: string, done: number, of: number): Promise<void>
}

/** A journal in the making. */
export interface NewJournal {
  /** Empty, not open yet. */
  readonly journal: Journal
  /** Once it is written and closed: puts it in the place of the old one, which is kept aside. */
  takePlace(): Promise<void>
}

/** What a folder is found to be. */
export interface Health {
  readonly dir: string
  readonly author: string | null
  readonly realm: string | null
  readonly logs: number
  readonly entries: number
  /** Documents that are their logs', behind them or level. */
  readonly documents: number
  readonly findings: readonly Finding[]
  /** No damage and no loss but what was mended. */
  readonly sound: boolean
}

/** Looks through the folder; with `beginAnew` it mends, too, and rejects with `LOCKED` when a node has the folder. */
export async function examineFolder(parts: DoctorParts): Promise<Health> {
  const { dir, signatures, onProgress, beginAnew } = parts
  const repair = beginAnew !== undefined
  const papers = await examinePapers(dir, repair)
  const { rows, opened } = await rowsOf(parts.journal)
  const total = rows.reduce((sum, { bodies }) => sum + bodies.length, 0)
  const examined = await examineLogs(rows, signatures, (done) => onProgress('verifying entries', Math.min(done, total), total))
  const rowFindings = opened.damage.map(({ log, why }) => ({
    ...found('journal', 'damage', log ?? 'trace.db', why, 'peers give back what it held; --repair sets it aside'),
    // Opening it to write has put damaged rows aside already.
    mended: repair,
  }))
  const logFindings = await mendJournal(examined, beginAnew)
  const { documents, findings } = await examineDocuments(parts, examined, repair)
  const counts = new Map(examined.logs.map(({ log, held }) => [logKeyOf(log), held]))
  for (const log of examined.pruned) counts.set(logKeyOf(log), Infinity)
  // What rows are damaged says already what is missing.
  const isTold = rowFindings.length + logFindings.length > 0
  const snapshots = await examineSnapshots(dir, (log) => (isTold ? Infinity : (counts.get(log) ?? 0)), repair)
  const realms = new Set(examined.logs.map(({ log }) => log.realm as string))
  const mismatch = realmMismatch(dir, papers.founding, realms)
  const all = [...papers.findings, ...mismatch, ...rowFindings, ...logFindings, ...findings, ...snapshots]
  return {
    dir,
    author: papers.author,
    realm: [...realms][0] ?? null,
    logs: examined.logs.length,
    entries: examined.entries,
    documents,
    findings: all,
    sound: all.every(({ grade, mended }) => grade === 'note' || mended),
  }
}

async function rowsOf(journal: Journal): Promise<Rows> {
  const found = await openedRows(journal)
  await closed(journal)
  return found
}

interface Rows {
  readonly rows: readonly JournalRow[]
  readonly opened: Opened
}

async function openedRows(journal: Journal): Promise<Rows> {
  const rows: JournalRow[] = []
  const opened = await new Promise<Opened>((resolve, reject) => {
    journal.open(
      (row) => rows.push(row),
      (result) => (result.ok ? resolve(result.value) : reject(result.error)),
    )
  })
  return { rows, opened }
}

function closed(journal: Journal): Promise<void> {
  return new Promise((resolve) => journal.close(() => resolve()))
}

/** Entries that are not sound cannot be taken out of a journal: what is sound is written into a new one, and the old one kept aside. */
async function mendJournal(examined: ExaminedLogs, beginAnew: DoctorParts['beginAnew']): Promise<readonly Finding[]> {
  const { findings, logs, proofs } = examined
  if (findings.length === 0 || beginAnew === undefined) return findings
  const { journal, takePlace } = await beginAnew()
  const held = await openedRows(journal)
  if (held.rows.length > 0) throw new TracordError('IO', 'the journal that should be new holds something')
  const rows = [...logs.flatMap((log) => log.rows), ...proofs]
  await new Promise<void>((resolve, reject) => journal.append(rows, (result) => (result.ok ? resolve() : reject(result.error))))
  await closed(journal)
  await takePlace()
  return findings.map((finding) => ({ ...finding, mended: true }))
}

async function examineDocuments(
  { storage, onProgress }: DoctorParts,
  { logs, pruned }: Pick<ExaminedLogs, 'logs' | 'pruned'>,
  repair: boolean,
): Promise<{ readonly documents: number; readonly findings: readonly Finding[] }> {
  const checkup = await createCheckup(storage)
  const findings: Finding[] = []
  let documents = 0
  for (const log of pruned) {
    if ((await checkup.look(log, [])).type === 'none') continue
    if (repair) await checkup.forget(log)
    const what = 'its log is pruned, and it still holds the text'
    const mend = 'the node removes it when it starts; --repair removes it now'
    findings.push({ ...found('document', 'note', checkup.idOf(log), what, mend), mended: repair })
  }
  const isPruned = new Set(pruned.map(logKeyOf))
  for (const [at, { log, bodies }] of logs.entries()) {
    await onProgress('comparing documents', at, logs.length)
    if (isPruned.has(logKeyOf(log))) continue
    const state = await checkup.look(log, bodies)
    const where = checkup.idOf(log)
    if (state.type === 'sound') documents += 1
    if (state.type === 'ahead') {
      const what = `it holds ${state.count} entries of its log, the journal ${bodies.length}`
      findings.push(found('document', 'note', where, what, 'nothing: the node takes them back when it starts'))
    }
    if (state.type !== 'damaged') continue
    if (repair) await checkup.forget(log)
    const mend = 'the node makes it anew from its journal when it starts; --repair forgets the damaged one now'
    findings.push({ ...found('document', 'damage', where, state.why, mend), mended: repair })
  }
  return { documents, findings }
}
