/** State name: how a state of a folder is named on the command line, and which of its rows make it up. */
import { readFile } from 'node:fs/promises'
import { TracordError } from '../base/error.ts'
import { isOpen } from '../frames/founding.ts'
import { logKeyOf, type LogKey } from '../frames/log.ts'
import { readJournalKey } from '../node/core/proof.ts'
import type { StateName } from '../node/history/arrivals.ts'
import { linesOfVector } from '../node/history/lines.ts'
import { replay } from '../node/history/replay.ts'
import type { JournalRow } from '../ports/journal.ts'
import type { VectorLine } from '../sync/message.ts'
import { createStateVector } from '../sync/vector.ts'
import type { Life } from './life.ts'
import { timeFrom } from './log.ts'

/** What a state may be called, for help and complaints. */
export const STATE_NAMES = 'a time, "now", the number of entries, the hash of a state, or a file with a certificate'

/** A state of a folder's node: the rows that it consists of. */
export interface StateNamed {
  readonly name: string
  readonly rows: readonly JournalRow[]
}

/** The state that `name` names. Rejects with `BAD_INPUT` where it names none that the folder knows. */
export async function stateNamed(life: Life, name: string): Promise<StateNamed> {
  const { rows, dir, founding } = life
  if (name === 'now') return { name, rows }
  const at = timeFrom(name)
  if (at !== undefined) return { name, rows: rows.filter(({ seenAt }) => seenAt <= at) }
  if (/^\d{1,15}$/.test(name)) return { name, rows: rowsUpTo(rows, dir, (entries) => entries >= Number(name), { entries: Number(name) }) }
  if (/^[0-9a-f]{64}$/.test(name)) return { name, rows: rowsUpTo(rows, dir, (_, root) => root() === name, { state: name }) }
  const { state, entries, vector } = await readNamed(name)
  if (vector !== undefined) return { name, rows: rowsWithin(rows, vector, dir) }
  if (!isOpen(founding)) return { name, rows: rowsWithin(rows, await counted(life, { state: state ?? '', entries: entries ?? 0 }), dir) }
  const isState = (count: number, root: () => string): boolean => count === entries && root() === state
  return { name, rows: rowsUpTo(rows, dir, isState, { state: state ?? '' }) }
}

/** In a closed realm not all that is held counts in a state: its vector is found by living the life again. */
async function counted({ founding, rows, domains, dir }: Life, state: StateName): Promise<readonly VectorLine[]> {
  const { core, close } = await replay(founding, rows, domains)
  try {
    const lines = core.history.find(state)
    if (lines !== undefined) return lines
    throw misuse(`${dir}: no state that it was in is found for this certificate; one with its vector names any state of what it holds`)
  } finally {
    await close()
  }
}

interface Named {
  readonly state?: string
  readonly entries?: number
  readonly vector?: readonly VectorLine[]
}

/** A certificate or a state vector in a file. */
async function readNamed(path: string): Promise<Named> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw misuse(`"${path}" names no state: give ${STATE_NAMES}`)
  })
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw misuse(`${path} is not JSON: a certificate is what node.certificate() gives`)
  }
  if (Array.isArray(parsed)) return { vector: linesOfVector(parsed) }
  const { state, entries, vector } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Readonly<Record<string, unknown>>
  if (Array.isArray(vector)) return { vector: linesOfVector(vector) }
  if (typeof state === 'string' && typeof entries === 'number') return { state, entries }
  throw misuse(`${path} holds neither a certificate nor a state vector`)
}

/** The rows until a state that `isIt`, as the node went from state to state. */
function rowsUpTo(
  rows: readonly JournalRow[],
  dir: string,
  isIt: (entries: number, root: () => string) => boolean,
  { state, entries: wanted }: { readonly state?: string; readonly entries?: number },
): readonly JournalRow[] {
  const vector = createStateVector()
  const root = (): string => vector.root()
  if (isIt(0, root)) return []
  for (const [at, row] of rows.entries()) {
    const named = readJournalKey(row.log)
    if (named === undefined) continue
    const { log, forkedAt } = named
    const [held, count, head] = [vector.held(logKeyOf(log)).count, row.from + row.bodies.length, row.ids.at(-1)]
    if (forkedAt !== null) vector.fork(logKeyOf(log), forkedAt)
    else if (row.from <= held && count > held && head !== undefined) vector.set(log, { count, head })
    if (!isIt(vector.entries(), root)) continue
    if (wanted === undefined || vector.entries() === wanted) return rows.slice(0, at + 1)
    throw misuse(`${dir} came from fewer to ${vector.entries()} entries at once: it was never in a state of ${wanted}`)
  }
  const what = state === undefined ? `it holds ${vector.entries()} entries, not ${wanted ?? 0}` : 'it was never in a state with that hash'
  throw misuse(`${dir}: ${what}; a certificate with its vector names any state of what it holds`)
}

/** The rows of a vector, each cut to what the vector holds of its log. */
function rowsWithin(rows: readonly JournalRow[], lines: readonly VectorLine[], dir: string): readonly JournalRow[] {
  const wanted = new Map<LogKey, VectorLine>(lines.map((line) => [line[0], line]))
  const held = new Map<LogKey, number>()
  const found: JournalRow[] = []
  for (const row of rows) {
    const named = readJournalKey(row.log)
    const key = named === undefined ? undefined : logKeyOf(named.log)
    const [, count = 0, head] = (key === undefined ? undefined : wanted.get(key)) ?? []
    if (named === undefined || key === undefined) continue
    // What is held of a forked log beyond its fork differs from node to node, and counts nowhere.
    const room = head === 'forked' ? Infinity : Math.max(0, count - row.from)
    if (named.forkedAt === null ? room > 0 && wanted.has(key) : head === 'forked')
      found.push({ ...row, bodies: row.bodies.slice(0, room), ids: row.ids.slice(0, room) })
    if (named.forkedAt === null) held.set(key, Math.max(held.get(key) ?? 0, row.from + Math.min(room, row.bodies.length)))
  }
  const lacking = lines.find(([key, count]) => (held.get(key) ?? 0) < count)
  if (lacking === undefined) return found
  throw misuse(`${dir} holds ${held.get(lacking[0]) ?? 0} of the ${lacking[1]} entries of the log ${lacking[0]} in that state`)
}

const misuse = (message: string): TracordError => new TracordError('BAD_INPUT', message)
