/** Recount: when membership changes, brings judgement and state up to what counts now, all of it in one step. */
import { canonicalText, type Json } from '../../base/canonical.ts'
import type { Clock } from '../../base/clock.ts'
import type { Hash } from '../../base/hash.ts'
import type { Law } from '../../frames/facet.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import { weightedLaw } from '../../membership/counting.ts'
import type { Membership } from '../../membership/membership.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Measured } from '../../semantics/learn/measured.ts'
import type { Holding, Holdings } from './holdings.ts'
import { JUDGE_MS_MAX } from './limits.ts'
import type { Members } from './members.ts'
import { createPace } from './pace.ts'
import type { Pruning } from './pruning.ts'
import { measuredBetween, sealedBetween } from './seal.ts'
import type { Strangers } from './strangers.ts'

/** What a recount works with. */
export interface RecountParts {
  readonly clock: Clock
  readonly members: Members
  readonly holdings: Holdings
  readonly engine: Engine
  readonly strangers: Strangers
  readonly pruning: Pick<Pruning, 'renew' | 'isPruned'>
  /** Whose own logs take no stranger's room; null: nobody's. */
  readonly self: AuthorKey | null
  /** More or less of this log counts now, or it is forked within what counts, or no more. */
  onCounted(holding: Holding): void
  onMembers(before: Membership, after: Membership): void
}

/** The way from one membership to the next. */
export interface Recount {
  /** Decides anew who belongs, where there is anything new, and counts by that. */
  run(): void
  /** As `run`, now or, where the last one took long, after a rest: who floods the realm with items must not stop it. */
  soon(): void
  stop(): void
}

/** Nothing was counted by a membership yet. */
export function createRecount(parts: RecountParts): Recount {
  const { members, holdings, engine, strangers, self, clock, pruning } = parts
  const pace = createPace(clock, 0, JUDGE_MS_MAX)
  let cancel: (() => void) | undefined
  const excluded = new Set<AuthorKey>()
  const adopt = createAdoption(engine, holdings)
  /** Whoever equivocates within what counts weighs nothing; what it said on the realm stays (R5). */
  const exclude = (): void => {
    const wanted = new Set<AuthorKey>()
    for (const holding of holdings.all()) if (voids(holding)) wanted.add(holding.log.author)
    for (const author of wanted) {
      if (excluded.has(author)) continue
      excluded.add(author)
      engine.exclude(author)
    }
    for (const author of excluded) {
      if (wanted.has(author)) continue
      excluded.delete(author)
      engine.include(author)
    }
  }
  const count = (): void => {
    const moved = [...holdings.all()].flatMap((holding) => moveOf(holding, members.countOf(holding), pruning, engine.block()))
    engine.discount(moved.flatMap(({ out }) => out))
    engine.recount(moved.flatMap(({ back }) => back))
    engine.unseal(moved.flatMap(({ unsealed }) => unsealed))
    engine.seal(moved.flatMap(({ sealed }) => sealed))
    engine.unmeasure(moved.flatMap(({ unmeasured }) => unmeasured.map(({ id }) => id)))
    engine.measure(moved.flatMap(({ measured }) => measured))
    for (const one of moved) one.holding.counted = one.count
    pruning.renew()
    exclude()
    strangers.recount([...holdings.all()].filter(({ log, counted }) => counted === 0 && log.author !== self))
    for (const { holding } of moved) parts.onCounted(holding)
    for (const holding of holdings.all()) if (holding.forkedAt !== null) parts.onCounted(holding)
  }
  const run = (): void => {
    cancel?.()
    cancel = undefined
    const before = members.now()
    if (!members.renew()) return
    const after = members.now()
    if (before === null || after === null) return
    adopt(weightedLaw(after))
    count()
    parts.onMembers(before, after)
  }
  const paced = (): void => pace.keep(run)
  return {
    run,
    soon() {
      const restMs = pace.wait()
      if (restMs === 0) paced()
      else cancel ??= clock.after(restMs, paced)
    },
    stop: () => cancel?.(),
  }
}

/** Brings the law in force to judgement, and whatever is to be told again under it. */
function createAdoption(engine: Engine, holdings: Holdings): (law: Law) => void {
  let [lawText, isLearning, block] = ['', false, engine.block()]
  return (law) => {
    const text = canonicalText(law as unknown as Json)
    if (text === lawText) return
    lawText = text
    engine.adopt(law)
    // What was sealed while no law learned is to be sealed again.
    if (law.policy.learn && !isLearning)
      for (const holding of holdings.all()) engine.seal(sealedBetween(holding, 0, holding.counted))
    isLearning = law.policy.learn
    if (engine.block() !== block)
      for (const holding of holdings.all()) engine.measure(measuredBetween(holding, 0, holding.counted, engine.block()))
    block = engine.block()
  }
}

/** Whether its author signed twice a place that counts, in a log that is not of the realm itself. */
function voids({ log, forkedAt, counted }: Holding): boolean {
  return log.kind !== 'realm' && forkedAt !== null && forkedAt < counted
}

/** What changes for judgement when `count` entries of a log count. */
interface Move {
  readonly holding: Holding
  readonly count: number
  readonly out: readonly Hash[]
  readonly back: readonly Hash[]
  readonly unsealed: readonly Hash[]
  readonly sealed: readonly Hash[]
  readonly unmeasured: readonly Measured[]
  readonly measured: readonly Measured[]
}

/** What was pruned does not come back. */
function moveOf(
  holding: Holding,
  count: number,
  { isPruned }: Pick<Pruning, 'isPruned'>,
  block: number | null,
): readonly Move[] {
  const { ids, bare, counted, log, key } = holding
  if (count === counted) return []
  const ofRealm = log.kind === 'realm'
  const [from, next] = [Math.max(bare, counted), Math.max(bare, count)]
  const between = (start: number, end: number): readonly Hash[] => (ofRealm ? [] : ids.slice(Math.max(bare, start), end))
  return [
    {
      ...{ holding, count },
      out: between(next, from),
      back: between(from, next).filter((_, at) => !isPruned(key, from + at)),
      unsealed: ofRealm ? [] : sealedBetween(holding, count, counted),
      sealed: ofRealm ? [] : sealedBetween(holding, counted, count),
      unmeasured: ofRealm ? [] : measuredBetween(holding, count, counted, block),
      measured: ofRealm ? [] : measuredBetween(holding, counted, count, block),
    },
  ]
}
