/** Story: a folder's history, moment by moment: who said what, when it was seen here, and what the judgement became. */
import { setImmediate } from 'node:timers/promises'
import { replay } from '../node/history/replay.ts'
import type { JournalRow } from '../ports/journal.ts'
import type { Engine } from '../semantics/engine.ts'
import type { Conflict, Unjudged } from '../semantics/judgement.ts'
import { conflictTold, standingChanges, standsOf, type Changes, type StandsByStatement } from './changes.ts'
import type { Life } from './life.ts'
import { createTeller, type EntryTold } from './log-items.ts'

/** Moments that are judged; of a longer history several rows make one. */
const MOMENTS_MAX = 10_000

/** What arrived together, and what came of it. */
export interface Moment extends Changes {
  /** When this node saw it, in milliseconds. */
  readonly seenAt: number
  readonly entries: readonly EntryTold[]
}

/** Which part of a history is told. */
export interface StoryChoice {
  /** Only what concerns this frame. */
  readonly frame: string | null
  /** Milliseconds, both included; null is open. */
  readonly since: number | null
  readonly until: number | null
  readonly signal: AbortSignal
}

/** A history. */
export interface Story {
  readonly moments: readonly Moment[]
  /** Rows that make one moment: 1 unless the history is very long. */
  readonly rowsEach: number
  /** What the judgement at the end needs of domains that are not held (R17). */
  readonly unjudged: readonly Unjudged[]
}

/** The story of a life. Rejects with the signal's reason when it fires. */
export async function storyOf(whose: Pick<Life, 'founding' | 'rows' | 'domains'>, choice: StoryChoice): Promise<Story> {
  const { founding, rows, domains } = whose
  const { frame, since, until, signal } = choice
  const isWanted = ({ seenAt }: JournalRow): boolean => (since === null || seenAt >= since) && (until === null || seenAt <= until)
  const first = rows.findIndex(isWanted)
  if (first === -1) return { moments: [], rowsEach: 1, unjudged: [] }
  const told = rows.slice(first).filter((row) => until === null || row.seenAt <= until)
  const life = await replay(founding, rows.slice(0, first), domains)
  try {
    const tell = createTeller()
    for (const row of rows.slice(0, first)) tell(row)
    const watch = createWatch(life.core.engine, frame)
    const rowsEach = Math.ceil(told.length / MOMENTS_MAX)
    const moments: Moment[] = []
    for (let at = 0; at < told.length; at += rowsEach) {
      const group = told.slice(at, at + rowsEach)
      const entries = concerning(group.flatMap(tell), frame)
      const changes = watch.over(framesIn(entries, frame), () => group.forEach(life.take))
      const isNews = entries.length + changes.standings.length + changes.opened.length + changes.settled.length > 0
      if (isNews) moments.push({ seenAt: group[0]?.seenAt ?? 0, entries, ...changes })
      await setImmediate()
      signal.throwIfAborted()
    }
    return { moments, rowsEach, unjudged: life.core.engine.unjudged() }
  } finally {
    await life.close()
  }
}

/** The entries, and of them the items, that speak of `frame`. */
function concerning(entries: readonly EntryTold[], frame: string | null): readonly EntryTold[] {
  if (frame === null) return entries
  return entries
    .map((entry) => ({ ...entry, items: entry.items.filter(({ statement }) => statement?.frame === frame) }))
    .filter(({ items }) => items.length > 0)
}

function framesIn(entries: readonly EntryTold[], frame: string | null): readonly string[] {
  if (frame !== null) return [frame]
  const named = entries.flatMap(({ items }) => items.flatMap(({ statement }) => (statement === null ? [] : [statement.frame])))
  return [...new Set(named)]
}

/** Looks at a judgement before and after something is taken in. */
interface Watch {
  over(frames: readonly string[], run: () => void): Changes
}

/**
 * Without a frame of its own, a watch looks at those spoken of and those of conflicts that open or are settled: what was said of them was
 * seen before, and so is remembered.
 */
function createWatch(engine: Engine, frame: string | null): Watch {
  const remembered = new Map<string, StandsByStatement>()
  const conflicts = new Map<string, Conflict>()
  const look = (one: string): StandsByStatement => {
    const stands = standsOf(engine.standingsOf(one))
    remembered.set(one, stands)
    return stands
  }
  const isTold = ({ statements }: Conflict): boolean => frame === null || statements.some((one) => one.frame === frame)
  const takeNews = (): { opened: readonly Conflict[]; settled: readonly Conflict[] } => {
    const news = engine.news()
    const settled = news.settled.flatMap((id) => conflicts.get(id) ?? [])
    for (const conflict of news.conflicts) conflicts.set(conflict.id, conflict)
    for (const { id } of settled) conflicts.delete(id)
    return { opened: news.conflicts.filter(isTold), settled: settled.filter(isTold) }
  }
  for (const conflict of engine.conflicts()) conflicts.set(conflict.id, conflict)
  engine.news()
  return {
    over(frames, run) {
      for (const one of frames) if (!remembered.has(one)) look(one)
      run()
      const { opened, settled } = takeNews()
      const disputed = frame === null ? [...opened, ...settled].flatMap(({ statements }) => statements.map((one) => one.frame)) : []
      const standings = [...new Set([...frames, ...disputed])].sort().flatMap((one) => {
        const before = remembered.get(one)
        const after = look(one)
        return before === undefined ? [] : standingChanges(before, after)
      })
      return { standings, opened: opened.map(conflictTold), settled: settled.map(conflictTold) }
    },
  }
}
