/** Contract of the journal port: what every journal must do, for any test runner. An adapter's whole test is one call of it. */
import { deepEqual, equal, ok } from 'node:assert/strict'
import type { TracordError } from '../../base/error.ts'
import type { Hash } from '../../base/hash.ts'
import type { LogKey } from '../../frames/log.ts'
import type { Result } from '../../base/result.ts'
import type { Done, Journal, JournalRow, Opened } from '../journal.ts'
import type { ContractTest } from './test.ts'

/** A place where a journal keeps its rows, empty at first. */
export interface JournalPlace {
  /** A new journal object on this place, not open yet: what a restarted process has. */
  create(): Journal
  /** Whether a second opener is refused while the first is open. */
  readonly exclusive: boolean
  /** Called at the end of each test, with every journal closed. */
  remove(): Promise<void>
}

/** Declares the suite. `place` is called once for each test. */
export function journalContract(test: ContractTest, place: () => Promise<JournalPlace>): void {
  const declare = (title: string, run: (place: JournalPlace) => Promise<void>): void => {
    test(`journal: ${title}`, async () => {
      const at = await place()
      await run(at)
      await at.remove()
    })
  }
  declare('a new place holds nothing, and the first start is number 0', startsEmpty)
  declare('what was appended comes back after a restart, each log in order, and every start is counted', comesBack)
  declare('many calls at once are all acknowledged, and close waits for them', takesManyAtOnce)
  declare('a row that is appended again is there once', appendsOnce)
  declare('reads begin anywhere, cross rows, keep near the size asked for and give at least one body', readsRanges)
  declare('what is dropped is not read back, now or after a restart; the rest is, and it may be asked again', drops)
  declare('done is called once, and never before the call has returned', callsBackLater)
  declare('a journal that is closed refuses with CLOSED', refusesWhenClosed)
  declare('a place that is open refuses a second opener with LOCKED', locks)
}

/** A row of `count` made-up entries from seq `from` on: shaped like real ones, signed by nobody. */
export function sampleRow(log: string, from: number, count: number): JournalRow {
  const seqs = Array.from({ length: count }, (_, i) => from + i)
  return {
    log: log as LogKey,
    from,
    bodies: seqs.map((seq) => `{"at":${seq},"items":[{"frame":"d${seq}","k":"claim","slot":"näme","value":"a\\nb"}],"sig":"s"}`),
    ids: seqs.map((seq) => `bagaaiera-${log.length}-${seq}` as Hash),
    seenAt: 1_000 + from,
  }
}

/** A callback as a promise; fails the test when called before its turn or twice. */
export function call<T>(start: (done: Done<T>) => void): Promise<Result<T, TracordError>> {
  return new Promise((resolve, reject) => {
    let calls = 0
    let returned = false
    start((result) => {
      calls += 1
      if (returned && calls === 1) resolve(result)
      else reject(new Error(returned ? 'called back twice' : 'called back before it returned'))
    })
    returned = true
  })
}

/** The value of a result that must be one. */
export function valueOf<T>(result: Result<T, TracordError>): T {
  if (!result.ok) throw result.error
  return result.value
}

/** Opens `journal` and gathers its rows. */
export async function openJournal(journal: Journal): Promise<Opened & { readonly rows: JournalRow[] }> {
  const rows: JournalRow[] = []
  const take = ({ log, from, bodies, ids, seenAt }: JournalRow): void => void rows.push({ log, from, bodies, ids, seenAt })
  const opened = valueOf(await call<Opened>((done) => journal.open(take, done)))
  return { ...opened, rows }
}

const LOG_A = '["realm","main","frames","author",16777217]'
const LOG_B = '["realm","main","traces","author-b",16777218]'

const append = async (journal: Journal, rows: readonly JournalRow[]): Promise<void> => {
  valueOf(await call<null>((done) => journal.append(rows, done)))
}
const close = async (journal: Journal): Promise<void> => {
  valueOf(await call<null>((done) => journal.close(done)))
}
const read = async (journal: Journal, log: string, from: number, bytesMax: number): Promise<readonly string[]> =>
  valueOf(await call<readonly string[]>((done) => journal.read(log as LogKey, from, bytesMax, done)))

async function startsEmpty(place: JournalPlace): Promise<void> {
  const journal = place.create()
  deepEqual(await openJournal(journal), { starts: 0, damage: [], rows: [] })
  deepEqual(await read(journal, LOG_A, 0, 1_000), [])
  await close(journal)
}

async function comesBack(place: JournalPlace): Promise<void> {
  const written = [sampleRow(LOG_A, 0, 2), sampleRow(LOG_B, 0, 1), sampleRow(LOG_A, 2, 3)]
  const first = place.create()
  await openJournal(first)
  await append(first, written.slice(0, 2))
  await append(first, written.slice(2))
  await close(first)
  const second = place.create()
  deepEqual(await openJournal(second), { starts: 1, damage: [], rows: written })
  await append(second, [sampleRow(LOG_B, 1, 1)])
  await close(second)
  const third = place.create()
  deepEqual(await openJournal(third), { starts: 2, damage: [], rows: [...written, sampleRow(LOG_B, 1, 1)] })
  await close(third)
}

async function takesManyAtOnce(place: JournalPlace): Promise<void> {
  const journal = place.create()
  await openJournal(journal)
  const rows = Array.from({ length: 200 }, (_, seq) => sampleRow(LOG_A, seq, 1))
  const appended = rows.map((row) => call<null>((done) => journal.append([row], done)))
  const closed = close(journal)
  for (const result of await Promise.all(appended)) equal(valueOf(result), null)
  await closed
  const again = place.create()
  deepEqual((await openJournal(again)).rows, rows)
  await close(again)
}

async function appendsOnce(place: JournalPlace): Promise<void> {
  const journal = place.create()
  await openJournal(journal)
  await append(journal, [sampleRow(LOG_A, 0, 2)])
  await append(journal, [sampleRow(LOG_A, 0, 2)])
  deepEqual(await read(journal, LOG_A, 0, 10_000), sampleRow(LOG_A, 0, 2).bodies)
  await close(journal)
  const again = place.create()
  deepEqual((await openJournal(again)).rows, [sampleRow(LOG_A, 0, 2)])
  await close(again)
}

async function readsRanges(place: JournalPlace): Promise<void> {
  const journal = place.create()
  await openJournal(journal)
  await append(journal, [sampleRow(LOG_A, 0, 3), sampleRow(LOG_A, 3, 3), sampleRow(LOG_B, 0, 1)])
  const { bodies } = sampleRow(LOG_A, 0, 6)
  const bytes = Buffer.byteLength(bodies[0] ?? '')
  deepEqual(await read(journal, LOG_A, 0, 1_000_000), bodies)
  deepEqual(await read(journal, LOG_A, 2, 1_000_000), bodies.slice(2))
  deepEqual(await read(journal, LOG_A, 1, 1), bodies.slice(1, 2))
  ok((await read(journal, LOG_A, 0, bytes * 4)).length <= 5)
  deepEqual(await read(journal, LOG_A, 6, 1_000), [])
  deepEqual(await read(journal, '["nobody"]', 0, 1_000), [])
  await close(journal)
}

async function drops(place: JournalPlace): Promise<void> {
  const journal = place.create()
  await openJournal(journal)
  const drop = async (log: string, until: number): Promise<void> => {
    valueOf(await call<null>((done) => journal.drop(log as LogKey, until, done)))
  }
  const [other, last] = [sampleRow(LOG_B, 0, 1), sampleRow(LOG_A, 5, 1)]
  await append(journal, [sampleRow(LOG_A, 0, 2), sampleRow(LOG_A, 2, 3), other, last])
  await drop(LOG_A, 4)
  deepEqual(await read(journal, LOG_A, 0, 10_000), [])
  deepEqual(await read(journal, LOG_A, 2, 10_000), [...sampleRow(LOG_A, 2, 3).bodies, ...last.bodies])
  await drop(LOG_A, 5)
  await drop(LOG_A, 5)
  await drop('["nobody"]', 5)
  deepEqual(await read(journal, LOG_A, 5, 10_000), last.bodies)
  deepEqual(await read(journal, LOG_B, 0, 10_000), other.bodies)
  await append(journal, [sampleRow(LOG_A, 0, 2)])
  deepEqual(await read(journal, LOG_A, 0, 10_000), sampleRow(LOG_A, 0, 2).bodies)
  await drop(LOG_A, 2)
  await close(journal)
  const again = place.create()
  const { rows } = await openJournal(again)
  deepEqual(rows.toSorted((a, b) => (a.log < b.log ? -1 : 1)), [last, other])
  await close(again)
}

async function callsBackLater(place: JournalPlace): Promise<void> {
  const journal = place.create()
  await openJournal(journal)
  await call<null>((done) => journal.append([], done))
  await call<readonly string[]>((done) => journal.read(LOG_A as LogKey, 0, 1, done))
  await call<null>((done) => journal.close(done))
  await call<null>((done) => journal.close(done))
}

async function refusesWhenClosed(place: JournalPlace): Promise<void> {
  const journal = place.create()
  await openJournal(journal)
  await close(journal)
  const results = [
    await call<null>((done) => journal.append([sampleRow(LOG_A, 0, 1)], done)),
    await call<readonly string[]>((done) => journal.read(LOG_A as LogKey, 0, 1, done)),
    await call<null>((done) => journal.drop(LOG_A as LogKey, 1, done)),
  ]
  for (const result of results) equal(result.ok ? 'ok' : result.error.code, 'CLOSED')
}

async function locks(place: JournalPlace): Promise<void> {
  if (!place.exclusive) return
  const first = place.create()
  await openJournal(first)
  const second = place.create()
  const refused = await call<Opened>((done) => second.open(() => {}, done))
  equal(refused.ok ? 'opened' : refused.error.code, 'LOCKED')
  await close(second)
  await close(first)
  const third = place.create()
  await openJournal(third)
  await close(third)
}
