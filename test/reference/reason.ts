/** Reason: the reference for traces of a small world: which hold, which mean the same, by how many routes; by trying everything. */
import type { Said } from '../../src/frames/item.ts'
import type { Statement } from '../../src/frames/statement.ts'
import type { Step, Trace } from '../../src/traces/trace.ts'
import { groundOf } from './ground.ts'
import { subsets } from './subsets.ts'
import { judgeByBrute, supportsOf, witnessOf, type Support } from './judge.ts'
import { factKey, factOf, type Atom, type World } from './world.ts'

/** What the reference finds of the traces of a world. */
export interface Reasoned {
  /** Ids of the traces that are ok, sorted. */
  readonly ok: readonly string[]
  readonly goals: readonly GoalFound[]
}

/** What it finds of one goal. */
export interface GoalFound {
  readonly goal: string
  /** Each class as its traces, sorted, with its weight; sorted. */
  readonly classes: readonly string[]
  readonly routes: number
}

/** Reasons about `traces` over `world`; undefined when it has more leaves than can be looked at. */
export function reasonByBrute(world: World, traces: readonly Trace[]): Reasoned | undefined {
  const ok = coherentIn(world, traces)
  const whole = { ...world, said: [...world.said, ...ok.map(saidBy)] }
  const judged = judgeByBrute(whole)
  if (judged === undefined) return undefined
  const accepted = (key: string): boolean => ['clear', 'consensus'].includes(judged.status.get(key) ?? '')
  const supports = holdingIn(whole.said)
  const counted = ok.filter(({ id }) => supports.some((support) => support.id === id))
  const goals = [...new Set(counted.map(({ goal }) => goal))].sort().map((goal): GoalFound => {
    const own = counted.filter((trace) => trace.goal === goal)
    const ids = own.map(({ id }) => id)
    const free = supports.filter((support) => !restsOn(support, ids, supports))
    const base = free.flatMap(({ fact, key }) => (fact !== null && accepted(key) ? [fact] : []))
    const classes = classesOf(own, (trace, other) => follows(world, base, trace, other) && follows(world, base, other, trace))
    return { goal, classes: classes.map((some) => shown(some, supports)).sort(), routes: routesOf(own, traces, supports) }
  })
  return { ok: ok.map(({ id }) => id).sort(), goals }
}

const conclusionOf = ({ concludes }: Trace): Statement => concludes!

function saidBy(trace: Trace): Said {
  const { frame, slot, value, not } = conclusionOf(trace)
  const because = premisesOf(trace)
  const item = { k: 'claim' as const, frame, slot, value, ...(not ? { not } : {}), ...(because.length > 0 ? { because } : {}) }
  return { id: trace.id, by: trace.by, item }
}

function premisesOf({ steps }: Trace): string[] {
  const own = steps.map(({ id }) => id)
  return [...new Set(steps.flatMap(({ uses }) => uses).filter((id) => !own.includes(id)))].sort()
}

/** Traces that hold: again and again over all, until no more come up. */
function coherentIn(world: World, traces: readonly Trace[]): Trace[] {
  const ok: Trace[] = []
  for (let before = -1; before < ok.length;) {
    before = ok.length
    for (const trace of traces) {
      const there = holdingIn([...world.said, ...ok.map(saidBy)]).filter(({ fact }) => fact !== null)
      if (!ok.includes(trace) && isCoherent(trace, there, world)) ok.push(trace)
    }
  }
  return ok
}

function isCoherent(trace: Trace, there: readonly Support[], world: World): boolean {
  const premises = premisesOf(trace).map((id) => there.find((support) => support.id === id)?.fact)
  if (premises.includes(undefined)) return false
  const given = new Map<string, Atom>(premisesOf(trace).map((id, at) => [id, premises[at]!]))
  for (const { id, gives } of trace.steps) if (gives !== undefined) given.set(id, factOf(gives))
  if (!trace.steps.every((step) => isSound(step, given, world))) return false
  const said = [...given.values(), factOf(conclusionOf(trace))]
  return !groundOf(world, said, []).some(({ head }) => head === null)
}

/** Worlds have `rule`, `observe` and `say` checks; no circles. */
function isSound({ uses, checks, gives }: Step, given: ReadonlyMap<string, Atom>, world: World): boolean {
  const used = uses.flatMap((id) => given.get(id) ?? [])
  const keys = used.map(factKey)
  return checks.every(({ k }) => {
    if (k === 'observe') return uses.length === 0
    if (k !== 'rule') return true
    const wanted = gives === undefined ? '' : factKey(factOf(gives))
    return groundOf(world, used, []).some(
      ({ head, body }) => head === wanted && !body.includes(wanted) && body.every((key) => keys.includes(key)),
    )
  })
}

/** Claims that nobody took back and whose premises hold, however deep. */
function holdingIn(said: readonly Said[]): Support[] {
  let supports = supportsOf(said)
  for (let before = -1; before !== supports.length;) {
    before = supports.length
    supports = supports.filter(({ premises }) => premises.every((id) => supports.some((other) => other.id === id)))
  }
  return supports
}

function restsOn({ id, premises }: Support, ids: readonly string[], supports: readonly Support[]): boolean {
  if (ids.includes(id)) return true
  return premises.some((premise) =>
    restsOn(
      supports.find((other) => other.id === premise)!,
      ids,
      supports,
    ),
  )
}

function follows(world: World, base: readonly Atom[], from: Trace, to: Trace): boolean {
  const said = [...base, factOf(conclusionOf(from))]
  const wanted = factKey(factOf(conclusionOf(to)))
  const heads = groundOf(world, said, []).map(({ head }) => head)
  return heads.includes(wanted) || said.some((fact) => factKey(fact) === wanted)
}

function classesOf(traces: readonly Trace[], isOne: (a: Trace, b: Trace) => boolean): Trace[][] {
  const classes: Trace[][] = []
  for (const trace of traces) {
    const held = classes.find((some) => some.every((other) => isOne(trace, other)))
    if (held === undefined) classes.push([trace])
    else held.push(trace)
  }
  return classes
}

/** Best vote of each author, then best of each witness. */
function shown(traces: readonly Trace[], supports: readonly Support[]): string {
  const isStep = ({ id, premises }: Support): boolean => premises.length > 0 || supports.some(({ key }) => key === `undercut:${id}`)
  const votes = supports
    .filter(({ id }) => traces.some((trace) => trace.id === id))
    .map((support) => ({ ...support, ...witnessOf(support, supports), late: Number(isStep(support)) }))
    .sort((a, b) => b.vote - a.vote || a.late - b.late || (a.id < b.id ? -1 : 1))
  const perAuthor = votes.filter((vote, at) => votes.findIndex(({ by }) => by === vote.by) === at)
  const counted = perAuthor.filter((vote, at) => perAuthor.findIndex(({ witness }) => witness === vote.witness) === at)
  const weight = counted.reduce((sum, { vote }) => sum + vote, 0)
  return `${traces.map(({ id }) => id).sort().join(' ')} = ${weight}`
}

/** The least number of leaves whose loss breaks every trace, by trying all sets, the smallest first. */
function routesOf(own: readonly Trace[], traces: readonly Trace[], supports: readonly Support[]): number {
  const leavesUnder = (id: string): string[] => {
    const { by, key, premises } = supports.find((support) => support.id === id)!
    if (premises.length > 0) return premises.flatMap(leavesUnder)
    return [traces.some((trace) => trace.id === id) ? by : `${by} ${key}`]
  }
  const sets = own.map(({ id }) => leavesUnder(id))
  const all = [...new Set(sets.flat())]
  const sizes = all.map((_, at) => at + 1)
  return sizes.find((size) => subsets(all, size).some((some) => sets.every((leaves) => leaves.some((leaf) => some.includes(leaf))))) ?? 0
}
