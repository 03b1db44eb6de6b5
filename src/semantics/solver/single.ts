/** Single: a problem that is one small hard nogood, as most are. Every member is a way out, so sorting them is the whole answer. */
import type { Kept, Problem, Repair } from './problem.ts'
import { tiesOf } from './tie.ts'

/** What the general search would answer. */
export interface Single {
  /** Best first: all of them. */
  readonly repairs: readonly Repair[]
  /** By member. */
  readonly kept: readonly Kept[]
}

/** Members up to which the general search is always exact within {@link SINGLE_NODES}: only then is its answer known beforehand. */
export const SINGLE_MEMBERS_MAX = 8
/** A budget below which the general search may not get as far, and would have to say so. */
export const SINGLE_NODES = 1_000

/**
 * The answer to a problem that is one hard nogood of all its members, without searching; undefined for every other, and where `nodes`
 * would not be enough for a search, or ties and weights do not tell the members apart.
 */
export function singleOf({ id, members, nogoods, groups }: Problem, nodes: number): Single | undefined {
  const [nogood] = nogoods
  if (nogood === undefined || nogoods.length > 1 || groups.length > 0 || nodes < SINGLE_NODES) return undefined
  if (nogood.price !== null || (nogood.unless ?? []).length > 0 || members.length > SINGLE_MEMBERS_MAX) return undefined
  if (nogood.members.length !== members.length || new Set(nogood.members).size !== members.length) return undefined
  const ties = tiesOf(id, members.map(({ key }) => key))
  const weightOf = (member: number): bigint => members[member]!.weight
  const compare = (a: number, b: number): number =>
    weightOf(a) === weightOf(b) ? ties[a]! - ties[b]! : weightOf(a) < weightOf(b) ? -1 : 1
  const order = members.map((_, member) => member).sort(compare)
  if (order.some((member, place) => place > 0 && compare(order[place - 1]!, member) === 0)) return undefined
  const least = weightOf(order[0]!)
  const isShared = order.length > 1 && weightOf(order[1]!) === least
  return {
    repairs: order.map((member) => ({ out: [member], cost: weightOf(member) })),
    kept: members.map(({ weight }): Kept => (weight > least ? 'all' : isShared ? 'some' : 'none')),
  }
}
