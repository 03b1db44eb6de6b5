/** Asked: what of a dispute is known only by asking a way out: cycles that are too many to list, and latents in their ways. */
import type { Latent } from '../conflict/breach.ts'
import type { Found } from '../conflict/report.ts'
import type { Environment } from '../proof/environment.ts'
import { isWithin } from '../proof/environment.ts'
import type { More } from '../solver/asking.ts'
import type { Nogood } from '../solver/problem.ts'
import type { Fact } from '../store/facts.ts'
import { rousedBy, type Cluster } from './component.ts'

/** Nogoods that latents are spelled out as; where they would be more, the solver asks instead. */
export const SPELLED_MAX = 2_000

/** The latents that may come back while `isSaid`, with the ways that are said then; what they are about is added to `disputed`. */
export function latentsIn({ latents }: Cluster, disputed: Set<Fact>, isSaid: (leaf: Fact) => boolean): readonly Latent[] {
  const said = latents.flatMap((latent) => {
    const unless = latent.unless.filter((way) => way.every(isSaid))
    return unless.length > 0 && latent.leaves.every(isSaid) ? [{ ...latent, unless }] : []
  })
  return rousedBy(said, disputed, (leaf) => disputed.has(leaf))
}

/** Latents as nogoods that a leaf of each way keeps away while it stays; undefined where they are too many. */
export function spelledOut(latents: readonly Latent[], members: readonly Fact[]): readonly Nogood[] | undefined {
  const place = new Map(members.map((leaf, at) => [leaf, at]))
  const at = (among: readonly Fact[]): number[] => among.map((leaf) => place.get(leaf)!)
  const spelled: Nogood[] = []
  for (const { leaves, unless } of latents) {
    const choices = choicesOf(unless.map((way) => way.filter((leaf) => place.has(leaf))), SPELLED_MAX - spelled.length)
    if (choices === undefined) return undefined
    for (const choice of choices) spelled.push({ members: at(leaves), price: null, unless: at(choice) })
  }
  return spelled
}

/** The minimal sets that hold a leaf of each way; undefined where more than `max` are made. */
function choicesOf(ways: readonly Environment[], max: number): readonly Environment[] | undefined {
  let held: readonly Environment[] = [[]]
  for (const way of ways) {
    const longer = held.flatMap((taken) => {
      return taken.some((leaf) => way.includes(leaf)) ? [taken] : way.map((leaf) => [...taken, leaf])
    })
    if (longer.length > max) return undefined
    held = longer.filter((one, place) => !longer.some((other, at) => isSmaller(other, one) || (at < place && isSame(other, one))))
  }
  return held
}

const isSmaller = (one: Environment, other: Environment): boolean => one.length < other.length && isWithin(one, other)
const isSame = (one: Environment, other: Environment): boolean => one.length === other.length && isWithin(one, other)

/**
 * Asks every seeker among the conflicts, and whether latents come back; undefined where everything is listed. Leaves that are not said then
 * are gone.
 */
export function moreIn(
  { active, latents }: { readonly active: readonly Found[]; readonly latents: readonly Latent[] },
  members: readonly Fact[],
  isSaid: (leaf: Fact) => boolean,
): More | undefined {
  const seeks = [...new Set(active.map(({ seek }) => seek))].filter((seek) => seek !== undefined)
  if (seeks.length === 0 && latents.length === 0) return undefined
  const place = new Map(members.map((leaf, at) => [leaf, at]))
  const at = (among: readonly Fact[]): number[] => among.map((leaf) => place.get(leaf)!)
  const silent = new Set(members.filter((leaf) => !isSaid(leaf)))
  return (out) => {
    const gone = new Set([...silent, ...out.map((member) => members[member]!)])
    const isGone = (leaf: Fact): boolean => gone.has(leaf)
    const back = latents.filter(({ leaves, unless }) => !leaves.some(isGone) && unless.every((way) => way.some(isGone)))
    return [
      ...seeks.flatMap((seek) => seek(isGone)).map(at),
      ...back.map(({ leaves, unless }) => ({ members: at(leaves), unless: at(hitting(unless, isGone)) })),
    ]
  }
}

/** Leaves that are gone, one at least of each way: the first of each that none taken before is in. */
function hitting(ways: readonly Environment[], isGone: (leaf: Fact) => boolean): readonly Fact[] {
  const taken: Fact[] = []
  for (const way of ways) if (!way.some((leaf) => taken.includes(leaf))) taken.push(way.find(isGone)!)
  return taken
}
