/**
 * Coherence: which traces hold by themselves, and so whose conclusions count. Only what a trace rests on, its steps and its own closure
 * are looked at; that others contradict it never makes it incoherent.
 */
import type { ItemId, Said } from '../../frames/item.ts'
import type { Statement } from '../../frames/statement.ts'
import { badStepsOf, type BadStep } from '../../traces/faults.ts'
import { graphOf } from '../../traces/graph.ts'
import type { Step, Trace } from '../../traces/trace.ts'
import { visitedBy } from '../../traces/visited.ts'
import type { Knowledge } from '../knowledge.ts'
import { instanceFault } from './instance.ts'
import { clashesAmong, saidBy, saidInTime } from './own.ts'
import { premiseIn, type Premise } from './premise.ts'
import { isProved } from './proved.ts'
import type { Scratch } from './scratch.ts'

/** A trace and how it holds. */
export interface Considered {
  readonly trace: Trace
  /** Nothing below was found. A trace that is not ok weighs nothing. */
  readonly ok: boolean
  /** Ids used that are no step and no claim that is there, sorted. */
  readonly missing: readonly ItemId[]
  /** Sorted by step. */
  readonly badSteps: readonly BadStep[]
  /** What in its own closure cannot hold together, in words; looked for only where nothing is missing or bad. */
  readonly internal: readonly string[]
}

/**
 * Considers `traces`, and lets each that is ok speak: its conclusion becomes a claim of `knowledge` under the trace's id, resting on the
 * claims that its steps use. A trace may rest on conclusions of others, so they are taken in rounds, those with all premises first; what
 * rests on itself by way of others never comes up. The result is in the order of ids and a function of what was said.
 */
export function considerTraces(traces: readonly Trace[], knowledge: Knowledge, scratch: Scratch): readonly Considered[] {
  const considered: Considered[] = []
  let waiting = traces
  for (let isMoving = true; isMoving;) {
    const ready = waiting.filter((trace) => missingIn(trace, knowledge).length === 0)
    const held = new Set(ready)
    waiting = waiting.filter((trace) => !held.has(trace))
    const round = ready.map((trace) => consider(trace, (id) => premiseIn(id, knowledge), scratch))
    considered.push(...round)
    const sound = round.filter(({ ok }) => ok).map(({ trace }) => trace)
    knowledge.add(sound.flatMap(conclusionOf))
    isMoving = sound.length > 0
  }
  considered.push(...waiting.map((trace) => consider(trace, (id) => premiseIn(id, knowledge), scratch)))
  for (const { trace, badSteps, internal } of considered)
    if (badSteps.length > 0 || internal.length > 0) knowledge.blame(trace.id, trace.by)
  return considered.sort((a, b) => (a.trace.id < b.trace.id ? -1 : 1))
}

function missingIn(trace: Trace, knowledge: Knowledge): readonly ItemId[] {
  return graphOf(trace).premises.filter((id) => premiseIn(id, knowledge) === undefined)
}

/** How a trace holds over those of its premises that `premiseOf` finds. */
export function consider(trace: Trace, premiseOf: (id: ItemId) => Premise | undefined, scratch: Scratch): Considered {
  const { premises: used } = graphOf(trace)
  const premises = used.map(premiseOf).filter((premise) => premise !== undefined)
  const there = new Set(premises.map(({ id }) => id))
  const missing = used.filter((id) => !there.has(id))
  const isTimeless = premises.every(({ window }) => window === undefined)
  const said = saidBy(trace, premises)
  const { badSteps, clashes } = scratch.during(said, (knowledge) => {
    const bad = badStepsOf(trace, ruleFaults(trace, premises, knowledge))
    const isWhole = missing.length === 0 && bad.length === 0
    return { badSteps: bad, clashes: isWhole && isTimeless ? clashesAmong(said, knowledge) : [] }
  })
  const isWhole = missing.length === 0 && badSteps.length === 0
  const internal = isWhole && !isTimeless ? clashesInTime(trace, premises, scratch) : clashes
  return { trace, ok: isWhole && internal.length === 0, missing, badSteps, internal }
}

/** What is said for a while can clash only while all of it is. */
function clashesInTime(trace: Trace, premises: readonly Premise[], scratch: Scratch): readonly string[] {
  const supposed = saidInTime(trace, premises)
  return scratch.during(supposed, (knowledge) => clashesAmong(supposed, knowledge))
}

/** Why the `rule` check of a step fails, where all that the trace says is said. */
function ruleFaults(trace: Trace, premises: readonly Premise[], knowledge: Knowledge): (step: Step) => string | undefined {
  const given = new Map<string, Statement[]>()
  for (const { id, statement } of premises) given.set(id, [statement])
  for (const { id, gives } of trace.steps) if (gives !== undefined) given.set(id, [...(given.get(id) ?? []), gives])
  return ({ uses, gives }) => {
    if (gives === undefined) return 'a rule gives a statement, but this step gives none'
    return instanceFault(gives, [...new Set(uses)].flatMap((id) => given.get(id) ?? []), knowledge)
  }
}

/** What a trace that holds says: a claim under its id, resting on the claims that its steps use. */
export function conclusionOf(trace: Trace): readonly Said[] {
  const { id, by, concludes, session } = trace
  if (concludes === undefined) return []
  const { frame, slot, value, not } = concludes
  const { premises } = graphOf(trace)
  const item = {
    k: 'claim' as const,
    frame,
    slot,
    value,
    ...(not ? { not } : {}),
    ...(premises.length === 0 ? {} : { because: premises }),
  }
  const said = { id, by, item, visits: visitedBy(trace), ...(session === undefined ? {} : { session }) }
  return [{ ...said, ...(isProved(trace) ? { proved: true } : {}) }]
}
