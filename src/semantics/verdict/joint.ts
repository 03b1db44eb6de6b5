/** Joint: how several facts stand together, stretch by stretch, when something holds if all facts of one of its ways do. */
import { spanOf, type Stretch } from '../claims/span.ts'
import type { Span, Status } from '../judgement.ts'
import { minimal, jointEnvironments, type Labels } from '../proof/labels.ts'
import type { Environment, Order } from '../proof/environment.ts'
import type { Fact } from '../store/facts.ts'
import type { Proved } from './standing.ts'

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
  readonly order: Order
  readonly labels: Labels
  cutsFor(environments: readonly Environment[], among: readonly Fact[]): readonly Stretch[]
  isActive(leaf: Fact, segment: Stretch): boolean
  statusIn(proofs: Proved, segment: Stretch): Status
  weigh(fact: Fact, segment: Stretch): bigint
}

/** The standings of what holds by `ways`, in the order of time; equal neighbours are joined. */
export function jointStandings({ ways, all }: Ways, parts: JointParts): readonly Joint[] {
  const { order, labels } = parts
  const joints = ways.map((way) => ({ way, ...jointEnvironments(way, labels, order) }))
  const complete = all && joints.every((joint) => joint.all)
  const environments = minimal(
    joints.flatMap((joint) => joint.environments),
    order,
  )
  const drafts: { stretch: Stretch; status: Status; weight: bigint | null }[] = []
  for (const segment of parts.cutsFor(environments, [...new Set(ways.flat())])) {
    const isOn = (environment: Environment): boolean => environment.every((leaf) => parts.isActive(leaf, segment))
    const active = environments.filter(isOn)
    if (active.length === 0) continue
    const status = parts.statusIn({ environments: active, all: complete }, segment)
    const open = joints.filter((joint) => joint.environments.some(isOn))
    const weight = strongest(open.map(({ way }) => way.map((fact) => parts.weigh(fact, segment))))
    const last = drafts.at(-1)
    const joins = last?.stretch.until === segment.from && last.status === status && last.weight === weight
    if (joins) last.stretch = { from: last.stretch.from, until: segment.until }
    else drafts.push({ stretch: segment, status, weight })
  }
  return drafts.map(({ stretch, status, weight }) => ({ window: spanOf(stretch), status, weight }))
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
