/**
 * Behind: a judgement that begins with a backlog. It is told of it piece by piece while the node is idle; a frame that is asked for before
 * is judged first, where the law allows to judge it alone; whatever else is asked waits until all is judged. So every answer is whole.
 */
import type { Clock } from '../../base/clock.ts'
import type { Law } from '../../frames/facet.ts'
import type { Claim, Said } from '../../frames/item.ts'
import type { Engine } from '../../semantics/engine.ts'
import { isLocalLaw, isOfTwoNames, LOCAL_NEGATIVES_MAX } from '../../semantics/law/local.ts'
import { createBacklog, type Backlog, type Chunk } from './backlog.ts'
import { AHEAD_FRAMES_MAX, BACKLOG_BYTES_MAX, START_BATCH_ITEMS, START_SLICE_ENTRIES } from './limits.ts'

/** An engine with a backlog. */
export interface BehindEngine {
  /** Answers as one that was told everything. */
  readonly engine: Engine
  /** Entries that a start found. */
  put(chunk: Chunk): void
  /** Entries that are not judged yet. */
  left(): number
  /** From now on it catches up by itself. */
  begin(): void
  stop(): void
}

/** What catching up works with. */
export interface BehindParts {
  readonly law: Law
  readonly clock: Clock
  /** Everything is judged: whoever left judgement alone meanwhile may look. */
  onCaughtUp(): void
}

/** `engine`, which was told nothing yet. */
export function createBehind(engine: Engine, { law, clock, onCaughtUp }: BehindParts): BehindEngine {
  const backlog = createBacklog()
  const ahead = createAhead(engine, backlog, isLocalLaw(law))
  let later: Said[] = []
  let [isBegun, isNoNews, cancel]: [boolean, boolean, (() => void) | undefined] = [false, false, undefined]

  const left = (): number => backlog.entries()
  const tell = (entries: number): void => {
    const until = Math.max(0, left() - entries)
    while (left() > until) {
      const said = backlog.take(START_SLICE_ENTRIES)
      ahead.note(said)
      engine.add(said)
    }
    if (left() === 0) caughtUp()
  }
  const caughtUp = (): void => {
    cancel?.()
    if (isNoNews) engine.news()
    const arrived = later
    later = []
    engine.add(arrived)
    onCaughtUp()
  }
  const slice = (): void => {
    cancel = clock.after(0, slice)
    tell(START_SLICE_ENTRIES)
  }
  /** Tells everything, where something is left. */
  const finish = (): void => (left() > 0 ? tell(Infinity) : undefined)
  return {
    left,
    put(chunk) {
      backlog.add(chunk)
      if (backlog.bytes() > BACKLOG_BYTES_MAX) tell(START_SLICE_ENTRIES)
    },
    begin() {
      isBegun = true
      if (left() > 0) cancel = clock.after(0, slice)
    },
    stop: () => cancel?.(),
    engine: {
      ...engine,
      ...readingWhole(engine, finish),
      add(said) {
        // Plain claims wait behind what was held before, so that what they change is told as news, and the rest is not.
        if (!isBegun) return engine.add(said)
        if (left() > 0 && (later.length > START_BATCH_ITEMS || said.some(({ item }) => item.k !== 'claim'))) finish()
        if (left() > 0) later.push(...said)
        else engine.add(said)
      },
      news() {
        if (left() === 0) return engine.news()
        isNoNews = true
        return { conflicts: [], settled: [] }
      },
      standingsOf(frame, reading) {
        if (left() > 0 && (reading?.fork !== undefined || !ahead.judge(frame, later))) finish()
        return engine.standingsOf(frame, reading)
      },
      claimsOf(statement) {
        if (left() > 0 && !ahead.judge(statement.frame, later)) finish()
        return engine.claimsOf(statement)
      },
    },
  }
}

/** What is read of the whole judgement; what is not here asks nothing of it, or is told in any order. */
function readingWhole(engine: Engine, finish: () => void): Partial<Engine> {
  const whole =
    <A extends readonly unknown[], R>(read: (...args: A) => R) =>
    (...args: A): R => {
      finish()
      return read(...args)
    }
  // Where no trace was published there is none that could rest on what is missing, and where there is no floor nobody has fallen.
  const byTraces = <A extends readonly unknown[], R>(read: (...args: A) => R): ((...args: A) => R) => {
    const all = whole(read)
    return (...args) => (engine.archive.count().conclusions === 0 ? read(...args) : all(...args))
  }
  const fallen = whole(engine.fallen)
  return {
    ...{ adopt: whole(engine.adopt), learned: whole(engine.learned), frames: whole(engine.frames), standings: whole(engine.standings) },
    ...{ conflicts: whole(engine.conflicts), components: whole(engine.components), incomplete: whole(engine.incomplete) },
    ...{ unjudged: whole(engine.unjudged), explain: whole(engine.explain), query: whole(engine.query) },
    ...{ digest: whole(engine.digest), size: whole(engine.size), check: whole(engine.check) },
    ...{ traces: byTraces(engine.traces), traceOf: byTraces(engine.traceOf), goals: byTraces(engine.goals), goal: byTraces(engine.goal) },
    fallen: () => (engine.block() === null ? [] : fallen()),
  }
}

/** Frames that are judged before the rest. */
interface Ahead {
  /** Judgement is told this, and no longer has it before it. */
  note(said: readonly Said[]): void
  /** Tells judgement all that bears on `frame`. False where that cannot be told apart, or too much was asked for already. */
  judge(frame: string, later: readonly Said[]): boolean
}

/**
 * What canonical texts hold that bears on frames which they do not name: items that name a claim (withdrawals, undercuts), claims that rest
 * on others (a way out of the one's conflict may drop the other) or are about two frames, and denials, which have one budget.
 */
const APART = ['"claim":"', '"not":true', '"because":', '"slot":"sameAs"', '"slot":"differentFrom"']
/** Withdrawals and undercuts that are looked at before a frame. */
const ANSWERS_MAX = START_BATCH_ITEMS

/** Whether a claim bears on its own frame alone. */
function standsAlone({ slot, because }: Claim): boolean {
  return because === undefined && !isOfTwoNames(slot)
}

function createAhead(engine: Engine, backlog: Backlog, isLocal: boolean): Ahead {
  const judged = new Set<string>()
  let [isApart, negatives]: [boolean | undefined, number] = [isLocal ? undefined : false, 0]
  /** Whether frames can be told apart at all; tells judgement at once of everything that takes back or undercuts. */
  const prepare = ([answers = [], negative = [], ...joining]: readonly (readonly Said[])[]): boolean => {
    negatives += negative.length
    if (joining.some((said) => said.length > 0) || negatives > LOCAL_NEGATIVES_MAX || answers.length > ANSWERS_MAX) return false
    engine.add(answers)
    return true
  }
  return {
    note(said) {
      if (isApart !== undefined) return
      for (const { item } of said) {
        if (item.k !== 'claim') continue
        if (item.not === true) negatives += 1
        if (!standsAlone(item)) isApart = false
      }
    },
    judge(frame, later) {
      if (later.some(({ item }) => item.k !== 'claim' || item.frame === frame || !standsAlone(item))) return false
      if (judged.has(frame)) return true
      if (isApart === false || judged.size >= AHEAD_FRAMES_MAX || engine.archive.count().conclusions > 0) return false
      const [said = [], ...others] = backlog.look([JSON.stringify(frame), ...(isApart === undefined ? APART : [])])
      isApart ??= prepare(others)
      if (!isApart) return false
      engine.add(said)
      judged.add(frame)
      return true
    },
  }
}
