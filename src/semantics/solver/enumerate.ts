/** Enumerate: minimal repairs one after another, each once, as long as the one who asks wants more and the budget lasts. */
import { repairsAlone } from './alone.ts'
import { boundOf } from './bound.ts'
import { costOf, liftBound, roundLimit, type Costs } from './costs.ts'
import { costsIn, giftAt, placesOf, type Part, type Places } from './part.ts'
import { reduceForAll, reduceForBest, remainder } from './reduce.ts'
import { busiestOf, charge, fixedBy, greedyOf, UNDECIDED, type Budget, type Choice, type Decisions } from './search.ts'
import { drop, keep, workOn } from './work.ts'

/** Iterations for the bound of a part that is met first, and below that. */
const ROUNDS_FIRST = 60
const ROUNDS_LATER = 16
/** Of so many visits one looks for a cheaper repair, where that is wanted. */
const VISITS_A_GUESS = 8

/** Who is told of repairs. The limit may fall while the enumeration runs; null: any cost will do. */
export interface Collector {
  limit(): bigint | null
  /** True: enough. */
  take(choice: Choice): boolean
  /** Told of what was passed over for the limit: a rounded cost that repairs there have at least. */
  pass?(least: number): void
  /** Whether repairs that drop all of `gone` and some of what `open` leaves undecided are wanted. */
  wants?(gone: readonly number[], open: Part): boolean
  /** Told what some repair costs, where that is below the limit: who only wants the cheapest may lower it. */
  lower?(cost: bigint): void
  /** Only repairs of least weight are wanted, and the limit is that, or will be. */
  readonly leastOnly?: boolean
}

interface Run {
  readonly costs: Costs
  readonly budget: Budget
  readonly collector: Collector
  readonly measure: Measure
  visits: number
  enough: boolean
}

/** Tells `collector` of every minimal repair of `part` that is within its limit; choices are in instance elements. */
export function enumerate(part: Part, costs: Costs, budget: Budget, collector: Collector): void {
  decide({ costs, budget, collector, measure: measureOf(part), visits: 0, enough: false }, part, [], UNDECIDED)
}

function decide(run: Run, part: Part, before: readonly number[], decisions: Decisions): void {
  const work = workOn(part, decisions === UNDECIDED)
  for (const element of decisions.drop) drop(work, element)
  for (const element of decisions.keep) keep(work, element)
  if (run.collector.leastOnly === true) reduceForBest(work, run.costs)
  else reduceForAll(work)
  if (work.failed) return
  const { gone, part: rest } = remainder(work)
  const all = [...before, ...gone]
  if (gone.length > 0 && !mayBeMinimal(run.measure, all)) return
  const isWanted = run.collector.wants?.(all, rest) !== false
  if (!isWanted && run.collector.lower === undefined) return
  if (rest.needs.length > 1 || (rest.needs.length === 1 && run.collector.leastOnly === true)) visit(run, rest, all, isWanted)
  else if (rest.needs.length === 1) takeAlone(run, rest, all)
  else take(run, all)
}

/** One constraint is left: its repairs in the order of their cost, while they are cheap enough. */
function takeAlone(run: Run, part: Part, before: readonly number[]): void {
  const costs = Array.from(part.ids, (element) => run.costs.exact[element]!)
  const base = costOf(run.costs, before)
  for (const repair of repairsAlone(part, costs)) {
    const limit = run.collector.limit()
    const cost = repair.reduce((sum, element) => sum + costs[element]!, base)
    if (limit !== null && cost > limit) return run.collector.pass?.(roundLimit(run.costs, cost))
    if (run.enough || !charge(run.budget, part)) return
    const gone = [...before, ...repair.map((element) => part.ids[element]!)]
    if (mayBeMinimal(run.measure, gone)) run.enough = run.collector.take({ gone, cost })
  }
}

function take(run: Run, gone: readonly number[]): void {
  const cost = costOf(run.costs, gone)
  const limit = run.collector.limit()
  if (limit === null || cost <= limit) run.enough = run.collector.take({ gone, cost })
  else run.collector.pass?.(roundLimit(run.costs, cost))
}

function visit(run: Run, part: Part, gone: readonly number[], isWanted: boolean): void {
  if (!charge(run.budget, part)) return
  run.budget.depth++
  narrow(run, part, gone, isWanted)
  run.budget.depth--
}

/** What is not wanted may still be cheaper. */
function narrow(run: Run, part: Part, gone: readonly number[], isWanted: boolean): void {
  const whole = run.collector.limit()
  if (whole === null) return branch(run, part, gone, new Float64Array(part.ids.length))
  const spent = costOf(run.costs, gone)
  let limit = whole - spent - (isWanted ? 0n : 1n)
  if (limit < 0n) return
  const pass = (least: number): void => run.collector.pass?.(least + roundLimit(run.costs, spent))
  const first = part.duals.every((dual) => dual === 0)
  const local = costsIn(part, run.costs.rounded)
  const bound = boundOf(part, local, roundLimit(run.costs, limit), first ? ROUNDS_FIRST : ROUNDS_LATER)
  if (liftBound(run.costs, bound.low, part.ids.length) > limit) return pass(bound.low)
  if (run.collector.lower !== undefined && run.visits++ % VISITS_A_GUESS === 0) {
    const { cost } = greedyOf(part, run.costs, local, bound.reduced)
    if (cost < limit) run.collector.lower(spent + (limit = cost))
  }
  const rounded = roundLimit(run.costs, limit)
  const warm: Part = { ...part, duals: bound.duals }
  const fixed = fixedBy(bound, rounded)
  for (const element of [...fixed.drop, ...fixed.keep]) pass(bound.low + Math.abs(bound.reduced[element]!))
  if (fixed.drop.length + fixed.keep.length > 0) decide(run, warm, gone, fixed)
  else branch(run, warm, gone, bound.reduced)
}

function branch(run: Run, part: Part, gone: readonly number[], reduced: Float64Array): void {
  const element = busiestOf(part, reduced)
  decide(run, part, gone, { drop: [element], keep: [] })
  if (!run.enough && !run.budget.over) decide(run, part, gone, { drop: [], keep: [element] })
}

/** What it takes to see whether a set of elements is minimal in a part. */
interface Measure {
  readonly part: Part
  readonly places: Places
  readonly localOf: ReadonlyMap<number, number>
}

/** What minimality of sets in `part` is measured with. */
function measureOf(part: Part): Measure {
  return { part, places: placesOf(part), localOf: new Map(Array.from(part.ids, (id, local) => [id, local])) }
}

/** Whether each element is in a constraint that would not be met without it. When false, no superset of `gone` is minimal. */
function mayBeMinimal(measure: Measure, gone: readonly number[]): boolean {
  const met = metBy(measure, gone)
  return gone.every((element) => isNeeded(measure, met, measure.localOf.get(element)!))
}

function metBy(measure: Measure, gone: readonly number[]): Int32Array {
  const met = new Int32Array(measure.part.needs.length)
  for (const element of gone) addPlaces(measure, met, measure.localOf.get(element)!, 1)
  return met
}

function addPlaces({ part, places }: Measure, met: Int32Array, local: number, by: number): void {
  for (let at = places.starts[local]!; at < places.starts[local + 1]!; at++) met[places.flat[at]!]! += by * giftAt(part, places, at)
}

function isNeeded({ part, places }: Measure, met: Int32Array, local: number): boolean {
  for (let at = places.starts[local]!; at < places.starts[local + 1]!; at++) {
    const constraint = places.flat[at]!
    if (met[constraint]! - giftAt(part, places, at) < part.needs[constraint]!) return true
  }
  return false
}
