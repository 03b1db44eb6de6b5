/** Joint: how several facts stand together, stretch by stretch, when something holds if all facts of one of its ways do. */
import { spanOf, type Stretch } from '../claims/span.ts'
import type { Span, Status } from '../judgement.ts'
import { minimal, jointEnvironments, type Labels } from '../proof/labels.ts'
import type { Environment, Order } from '../proof/environment.ts'
import type { Fact } from '../store/facts.ts'
import type { Reach } from '../proof/reach.ts'
import type { Dispute, Way } from './dispute.ts'
import { statusOf, type Disputed } from './status.ts'
import type { Votes } from '../claims/votes.ts'
import type { Leaves } from '../conflict/leaves.ts'

/** The minimal environments of a fact, smallest first, and whether those are all. */
export interface Proved {
  readonly environments: readonly Environment[]
  readonly all: boolean
}

/** Ways to something; `all` is false where some were left out. */
export interface Ways {
  readonly ways: readonly (readonly Fact[])[]
  readonly all: boolean
}

/** How something stands during a stretch of time. */
export interface Joint {
  readonly window: Span<number>
  readonly status: Status
  /** As sure as the best way, and a way as its weakest fact; null where it rests on no fact. */
  readonly weight: bigint | null
}

/** What joint standings are read from. */
export interface JointParts {
  readonly closure: { isUnsure(fact: Fact): boolean }
  readonly votes: Votes
  readonly leaves: Leaves
  readonly order: Order
  readonly disputed: Disputed
  /** Whether nothing disputes or bounds the fact. */
  isSettled(fact: Fact): boolean
  reachOver(among: readonly Fact[]): Reach
  cutsFor(environments: readonly Environment[], among: readonly Fact[]): readonly Stretch[]
  strengthOf(fact: Fact, proofs: Proved, segment: Stretch): bigint
}

/** What nothing disputes is proved by nothing more. */
const GIVEN: readonly Environment[] = [[]]

/** Reads how what holds by some ways stands, in the order of time; equal neighbours are joined. */
export function createJointly(parts: JointParts): (ways: Ways, choice?: ReadonlyMap<Dispute, Way>) => readonly Joint[] {
  const { closure, votes, leaves, order, disputed, isSettled } = parts
  return ({ ways, all }, choice) => {
    const among = [...new Set(ways.flat())]
    const { of, isComplete } = parts.reachOver(among.filter((fact) => !isSettled(fact))).labels
    const labels: Labels = { of: (fact) => (isSettled(fact) ? GIVEN : of(fact)), isComplete }
    const isUnsure = among.some(closure.isUnsure)
    const joints = ways.map((way) => ({ way, ...jointEnvironments(way, labels, order) }))
    const complete = all && joints.every((joint) => joint.all)
    const environments = minimal(
      joints.flatMap((joint) => joint.environments),
      order,
    )
    /** What a fact weighs by whoever says it, or by its best proof. */
    const weigh = (fact: Fact, segment: Stretch): bigint => {
      const { weight, authors } = votes.tally(fact, segment)
      if (authors.length > 0) return BigInt(weight)
      const active = of(fact).filter((proof) => proof.every((leaf) => leaves.isActive(leaf, segment)))
      return parts.strengthOf(fact, { environments: active, all: true }, segment)
    }
    const drafts: Draft[] = []
    for (const segment of parts.cutsFor(environments, among)) {
      const isOn = (environment: Environment): boolean => environment.every((leaf) => leaves.isActive(leaf, segment))
      const active = environments.filter(isOn)
      if (active.length === 0) continue
      const proofs = { environments: active, all: complete }
      const open = joints.filter((joint) => joint.environments.some(isOn))
      extend(drafts, {
        stretch: segment,
        status: isUnsure ? 'unknown' : statusOf(proofs, segment, disputed, choice),
        weight: strongest(open.map(({ way }) => way.map((fact) => weigh(fact, segment)))),
      })
    }
    return drafts.map(({ stretch, status, weight }) => ({ window: spanOf(stretch), status, weight }))
  }
}

interface Draft extends Omit<Joint, 'window'> {
  stretch: Stretch
}

function extend(drafts: Draft[], next: Draft): void {
  const last = drafts.at(-1)
  const joins = last?.stretch.until === next.stretch.from && last.status === next.status && last.weight === next.weight
  if (joins) last.stretch = { from: last.stretch.from, until: next.stretch.until }
  else drafts.push(next)
}

function strongest(ways: readonly (readonly bigint[])[]): bigint | null {
  let best: bigint | null = null
  for (const way of ways) {
    const [first, ...others] = way
    if (first === undefined) continue
    const weakest = others.reduce((held, next) => (next < held ? next : held), first)
    if (best === null || weakest > best) best = weakest
  }
  return best
}
