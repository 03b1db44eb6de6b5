/** Archive: sessions, steps and conclusions as entries bring them, in any order; and the trace that each conclusion rests on. */
import type { ItemId, Said } from '../frames/item.ts'
import { isTraceItem } from '../frames/read-trace.ts'
import type { Statement } from '../frames/statement.ts'
import type {
  CloseItem,
  ConclusionItem,
  HandoverItem,
  SessionItem,
  Spelled,
  SpelledCheck,
  StepItem,
  TraceItem,
} from '../frames/trace-item.ts'
import { TRACE_STEPS_MAX } from './limits.ts'
import type { Check, Step, Trace } from './trace.ts'

/** A trace item with its id and its author. */
export interface Filed<T extends TraceItem = TraceItem> {
  readonly id: ItemId
  readonly by: string
  readonly item: T
}

/** One attempt at a goal, whoever took part. Lists are sorted by id. */
export interface SessionRecord {
  readonly id: ItemId
  /** Undefined while the entry that began it is not held. */
  readonly begun: Filed<SessionItem> | undefined
  readonly steps: readonly Filed<StepItem>[]
  readonly conclusions: readonly Filed<ConclusionItem>[]
  readonly handovers: readonly Filed<HandoverItem>[]
  readonly closes: readonly Filed<CloseItem>[]
}

/** A trace as far as it is held. */
export interface Assembled {
  readonly trace: Trace
  readonly session: ItemId
  /** Ids of the session and of steps named that are not held, sorted. */
  readonly missing: readonly ItemId[]
  /** It has more than {@link TRACE_STEPS_MAX} steps: the rest was not looked at. */
  readonly isOver: boolean
}

/** Whether what an item says counts at present. */
export type IsHeard = (item: { readonly id: ItemId; readonly by: string }) => boolean

/** Every trace item held. */
export interface Archive {
  /** False for what is no trace item, or is held. */
  add(said: Said): boolean
  conclusions(): Iterable<Filed<ConclusionItem>>
  /** Ids of the conclusions of all sessions toward a goal, sorted. */
  conclusionsOn(goal: string): readonly ItemId[]
  isConclusion(id: ItemId): boolean
  /** The trace of a conclusion; an item of which `isHeard` is false is not held. Undefined: no such conclusion. */
  traceOf(conclusion: ItemId, isHeard: IsHeard): Assembled | undefined
  stepOf(id: ItemId): Filed<StepItem> | undefined
  /** What is held of a session, less the items of which `isHeard` is false. */
  session(id: ItemId, isHeard?: IsHeard): SessionRecord | undefined
  /** Ids of sessions that anything was said of. */
  sessions(): Iterable<ItemId>
  count(): { readonly items: number; readonly sessions: number; readonly steps: number; readonly conclusions: number }
}

/** An empty archive. */
export function createArchive(): Archive {
  const items = new Map<ItemId, Filed>()
  const bySession = new Map<ItemId, ItemId[]>()
  const byGoal = new Map<string, ItemId[]>()
  const conclusions = new Map<ItemId, Filed<ConclusionItem>>()
  let steps = 0

  const find = <K extends TraceItem['k']>(id: ItemId, kind: K): Filed<Extract<TraceItem, { k: K }>> | undefined => {
    const filed = items.get(id)
    return filed?.item.k === kind ? (filed as Filed<Extract<TraceItem, { k: K }>>) : undefined
  }
  return {
    add({ id, by, item }) {
      if (!isTraceItem(item) || items.has(id)) return false
      items.set(id, { id, by, item })
      if (item.k === 'conclusion') conclusions.set(id, { id, by, item })
      if (item.k === 'step') steps += 1
      const session = item.k === 'session' ? id : item.session
      file(bySession, session, id)
      if (item.k === 'session') file(byGoal, item.goal, id)
      return true
    },
    conclusions: () => conclusions.values(),
    conclusionsOn(goal) {
      const told = (byGoal.get(goal) ?? []).flatMap((session) => bySession.get(session) ?? [])
      return told.filter((id) => conclusions.has(id)).sort()
    },
    isConclusion: (id) => conclusions.has(id),
    stepOf: (id) => find(id, 'step'),
    sessions: () => bySession.keys(),
    session(id, isHeard = everything) {
      const ids = bySession.get(id)
      if (ids === undefined) return undefined
      const held = ids.toSorted()
      const of = <K extends TraceItem['k']>(kind: K): readonly Filed<Extract<TraceItem, { k: K }>>[] =>
        held.map((one) => find(one, kind)).filter((filed) => filed !== undefined && isHeard(filed)) as Filed<Extract<TraceItem, { k: K }>>[]
      return {
        ...{ id, begun: of('session')[0], steps: of('step') },
        ...{ conclusions: of('conclusion'), handovers: of('handover'), closes: of('close') },
      }
    },
    traceOf(conclusion, isHeard) {
      const filed = conclusions.get(conclusion)
      if (filed === undefined) return undefined
      return assemble(filed, find(filed.item.session, 'session'), (id) => find(id, 'step'), isHeard)
    },
    count: () => ({ items: items.size, sessions: bySession.size, steps, conclusions: conclusions.size }),
  }
}

const everything: IsHeard = () => true

function file<K>(lists: Map<K, ItemId[]>, key: K, id: ItemId): void {
  const held = lists.get(key)
  if (held === undefined) lists.set(key, [id])
  else held.push(id)
}

/** All that the conclusion's steps lead to. An id that a step uses is a step's if one is held under it, else a claim's. */
function assemble(
  { id, by, item }: Filed<ConclusionItem>,
  begun: Filed<SessionItem> | undefined,
  stepOf: (id: ItemId) => Filed<StepItem> | undefined,
  isHeard: IsHeard,
): Assembled {
  const reached = new Set(item.steps)
  const steps: Step[] = []
  const missing = new Set<ItemId>()
  if (begun === undefined || !isHeard(begun)) missing.add(item.session)
  for (const next of reached) {
    const step = stepOf(next)
    if (step === undefined || !isHeard(step)) missing.add(next)
    else if (steps.length < TRACE_STEPS_MAX) steps.push(stepFrom(step))
    for (const used of step?.item.uses ?? []) if (stepOf(used) !== undefined) reached.add(used)
    if (reached.size > TRACE_STEPS_MAX) break
  }
  const trace = { id, by, goal: begun?.item.goal ?? '', concludes: statementFrom(item.concludes), session: item.session, steps }
  return { trace, session: item.session, missing: [...missing].sort(), isOver: reached.size > TRACE_STEPS_MAX }
}

/** The step that an item spells. */
export function stepFrom({ id, item }: Filed<StepItem>): Step {
  const { text = '', uses = [], checks = [], gives } = item
  return { id, text, uses, checks: checks.map(checkFrom), gives: gives === undefined ? undefined : statementFrom(gives) }
}

function checkFrom(check: SpelledCheck): Check {
  return check.k === 'arith' ? { ...check, round: check.round === true } : check
}

/** The statement that an item spells. */
export function statementFrom({ frame, slot, value, not }: Spelled): Statement {
  return { frame, slot, value, not: not === true }
}
