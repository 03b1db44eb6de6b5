/** Judge: the reference judgement of a small world, by looking at every set of leaves. It shares no code with the engine. */
import { createHash } from 'node:crypto'
import type { Said } from '../../src/frames/item.ts'
import { groundOf, type Instance } from './ground.ts'
import { factKey, factOf, type Atom, type World } from './world.ts'

/** Leaves the reference can look at all sets of. */
export const LEAVES_MAX = 14

/** A leaf: a statement said outright, or `step:id`, or `undercut:id`. */
export interface Leaf {
  readonly key: string
  readonly weight: number
}

export interface Reference {
  readonly leaves: readonly Leaf[]
  /** Minimal sets of leaves that cannot all stay, as sorted keys. */
  readonly nogoods: readonly (readonly string[])[]
  /** By component: what each minimal repair drops, sorted keys, with its cost. */
  readonly components: readonly (readonly { readonly out: readonly string[]; readonly cost: number }[])[]
  /** All ways out of everything together: what each consistent set that none other contains lacks. */
  readonly forks: readonly { readonly out: readonly string[]; readonly cost: number }[]
  /** By statement that can hold: how it stands over the repairs of least weight. */
  readonly status: ReadonlyMap<string, string>
  /** By statement that can hold: what it weighs, and who says it. */
  readonly support: ReadonlyMap<string, { readonly weight: number; readonly by: readonly string[] }>
}

/** A claim or undercut that nobody took back. */
export interface Support {
  readonly id: string
  readonly by: string
  readonly key: string
  readonly fact: Atom | null
  readonly confidence: number
  readonly premises: readonly string[]
}

/** Judges `world`; undefined when it has more than {@link LEAVES_MAX} leaves. */
export function judgeByBrute(world: World): Reference | undefined {
  const supports = supportsOf(world.said)
  const isStep = ({ id, premises }: Support): boolean =>
    premises.length > 0 || supports.some(({ key }) => key === `undercut:${id}`)
  const plain = supports.filter((support) => !isStep(support))
  const stepped = supports.filter(isStep)
  const leafKeys = [...new Set([...plain.map(({ key }) => key), ...stepped.map(({ id }) => `step:${id}`)])].sort()
  if (leafKeys.length > LEAVES_MAX) return undefined
  const instances = instancesOf(world, supports, plain, stepped)
  const closures = Array.from({ length: 1 << leafKeys.length }, (_, mask) => closureOf(leafKeys, mask, instances))
  const broken = closures.map((facts) =>
    instances.some(
      ({ head, body, unless = [] }) => head === null && body.every((fact) => facts.has(fact)) && !unless.some((fact) => facts.has(fact)),
    ),
  )
  const minimal = masksIn(broken).filter((mask) => bitsOf(mask).every((bit) => !broken[mask & ~(1 << bit)]))
  const maximal = maximalIn(broken, leafKeys.length)
  const whole = closures.at(-1)!
  const weights = leafKeys.map((key) => weightOf(key, supports, isStep, (support) => whole.has(`claim:${support.id}`), world.quality))
  const costOf = (out: number): number => bitsOf(out).reduce((sum, bit) => sum + weights[bit]!, 0)
  const keysOf = (mask: number): string[] => bitsOf(mask).map((bit) => leafKeys[bit]!)
  const all = (1 << leafKeys.length) - 1
  const components = componentsOf(minimal).map((among) => {
    const outs = [...new Set(maximal.map((kept) => all & ~kept & among))]
    return outs.map((out) => ({ out: keysOf(out), cost: costOf(out) }))
  })
  const least = Math.min(...maximal.map((kept) => costOf(all & ~kept)))
  const best = maximal.filter((kept) => costOf(all & ~kept) === least)
  const disputed = maximal.reduce((union, kept) => union | (all & ~kept), 0)
  const statements = [...whole].filter((fact) => !/^(claim|step|undercut|said):/.test(fact))
  const status = new Map(
    statements.map((fact) => {
      if (closures[all & ~disputed]!.has(fact)) return [fact, 'clear']
      const holding = best.filter((kept) => closures[kept]!.has(fact)).length
      return [fact, holding === best.length ? 'consensus' : holding === 0 ? 'rejected' : 'undecided']
    }),
  )
  const holds = ({ id }: Support): boolean => whole.has(`claim:${id}`)
  const support = new Map(
    statements.map((fact) => {
      const saying = supports.filter((one) => one.key === fact && (!isStep(one) || holds(one)))
      const by = [...new Set(saying.map((one) => one.by))].sort()
      if (by.length > 0) return [fact, { weight: countedVotes(fact, supports, isStep, holds, world.quality).reduce(add, 0), by }]
      const proofs = closures.flatMap((facts, mask) => (mask !== 0 && facts.has(fact) ? [mask] : []))
      return [fact, { weight: Math.max(...proofs.map((mask) => Math.min(...bitsOf(mask).map((bit) => weights[bit]!)))), by }]
    }),
  )
  const forks = maximal.map((kept) => ({ out: keysOf(all & ~kept), cost: costOf(all & ~kept) }))
  return {
    leaves: leafKeys.map((key, at) => ({ key, weight: weights[at]! })),
    nogoods: minimal.map(keysOf),
    components,
    status,
    support,
    forks,
  }
}

const add = (sum: number, { vote }: { readonly vote: number }): number => sum + vote

type Quality = World['quality']

/** Claims and undercuts that nobody took back. */
export function supportsOf(said: readonly Said[]): Support[] {
  const byId = new Map<string, Said>()
  for (const entry of said)
    if (entry.item.k === 'claim' || entry.item.k === 'undercut') if (!byId.has(entry.id)) byId.set(entry.id, entry)
  const isBack = ({ id, by }: Said): boolean =>
    said.some((other) => other.item.k === 'withdraw' && other.item.claim === id && other.by === by)
  return [...byId.values()]
    .filter((entry) => !isBack(entry))
    .flatMap(({ id, by, item }): Support[] => {
      if (item.k === 'claim') {
        const fact = factOf(item)
        return [{ id, by, key: factKey(fact), fact, confidence: item.confidence ?? 1_000, premises: item.because ?? [] }]
      }
      return item.k === 'undercut'
        ? [{ id, by, key: `undercut:${item.claim}`, fact: null, confidence: item.confidence ?? 1_000, premises: [] }]
        : []
    })
}

/**
 * All ground rules: those of the law, and that a step with its premises gives its claim, and the claim its statement. A premise is what
 * was said, not what follows otherwise.
 */
function instancesOf(
  world: World,
  supports: readonly Support[],
  plain: readonly Support[],
  stepped: readonly Support[],
): Instance[] {
  const standsFor = (id: string): string | undefined => {
    if (stepped.some((support) => support.id === id)) return `claim:${id}`
    const key = plain.find((support) => support.id === id)?.key
    return key === undefined ? undefined : `said:${key}`
  }
  const given = stepped.flatMap(({ id, key, fact, premises }) => {
    const rests = premises.map(standsFor).filter((rest) => rest !== undefined)
    const grounds: { head: Atom | string; body: string[] }[] = [{ head: fact ?? key, body: [`claim:${id}`] }]
    if (rests.length === premises.length) grounds.push({ head: `claim:${id}`, body: [`step:${id}`, ...rests] })
    return grounds
  })
  const facts = plain.flatMap(({ fact }) => (fact === null ? [] : [fact]))
  const undercuts = supports
    .filter(({ fact }) => fact === null)
    .map(({ key }) => ({ head: null, body: [key.replace('undercut:', 'step:'), key] }))
  return [...groundOf(world, facts, given), ...undercuts]
}

function closureOf(leafKeys: readonly string[], mask: number, instances: readonly Instance[]): Set<string> {
  const said = leafKeys.filter((_, bit) => (mask >> bit) & 1)
  const facts = new Set([...said, ...said.map((key) => `said:${key}`)])
  for (let before = -1; before < facts.size;) {
    before = facts.size
    for (const { head, body } of instances) if (head !== null && body.every((fact) => facts.has(fact))) facts.add(head)
  }
  return facts
}

/** What a leaf weighs; one that is a step counts its own vote if that won. */
function weightOf(
  leaf: string,
  supports: readonly Support[],
  isStep: (support: Support) => boolean,
  holds: (support: Support) => boolean,
  quality: Quality,
): number {
  const step = leaf.startsWith('step:') ? supports.find(({ id }) => `step:${id}` === leaf) : undefined
  const counted = countedVotes(step?.key ?? leaf, supports, isStep, holds, quality)
  return counted.filter(({ support }) => (step === undefined ? !isStep(support) : support.id === step.id)).reduce(add, 0)
}

/** Best vote of each author, then best of each witness. */
function countedVotes(
  key: string,
  supports: readonly Support[],
  isStep: (support: Support) => boolean,
  holds: (support: Support) => boolean,
  quality: Quality,
): readonly { readonly support: Support; readonly vote: number }[] {
  const candidates = supports.filter((support) => support.key === key && (!isStep(support) || holds(support)))
  const votes = candidates.map((support) => ({ support, ...witnessOf(support, supports, quality) }))
  votes.sort(
    (a, b) => b.vote - a.vote || Number(isStep(a.support)) - Number(isStep(b.support)) || (a.support.id < b.support.id ? -1 : 1),
  )
  const perAuthor = votes.filter((vote, at) => votes.findIndex((other) => other.support.by === vote.support.by) === at)
  return perAuthor.filter((vote, at) => perAuthor.findIndex((other) => other.witness === vote.witness) === at)
}

/** What a claim weighs by itself, and under whose name. */
export function witnessOf(support: Support, supports: readonly Support[], quality: Quality = {}): { vote: number; witness: string } {
  const own = Math.floor((support.confidence * (quality[support.by] ?? 1_000_000)) / 1_000)
  if (support.premises.length === 0) return { vote: own, witness: support.by }
  const premises = support.premises.map((id) =>
    witnessOf(
      supports.find((other) => other.id === id)!,
      supports,
      quality,
    ),
  )
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
  const weakest = premises.reduce((a, b) => (b.vote < a.vote || (b.vote === a.vote && hash(b.witness) < hash(a.witness)) ? b : a))
  return { vote: Math.min(own, weakest.vote), witness: weakest.witness }
}

function componentsOf(nogoods: readonly number[]): number[] {
  let components: number[] = []
  for (const nogood of nogoods) {
    const joined = components.filter((mask) => (mask & nogood) !== 0).reduce((union, mask) => union | mask, nogood)
    components = [...components.filter((mask) => (mask & joined) === 0), joined]
  }
  return components
}

/** The sets that are not broken and in no larger one that is not: dropping less may break more, so every larger one is looked at. */
function maximalIn(broken: readonly boolean[], bits: number): number[] {
  const stands = broken.map((bad) => !bad)
  const maximal: number[] = []
  for (let mask = broken.length - 1; mask >= 0; mask--) {
    const isCovered = Array.from({ length: bits }, (_, bit) => mask | (1 << bit)).some((larger) => larger !== mask && stands[larger])
    if (!broken[mask] && !isCovered) maximal.push(mask)
    if (isCovered) stands[mask] = true
  }
  return maximal.reverse()
}

function masksIn(flags: readonly boolean[]): number[] {
  return flags.flatMap((flag, mask) => (flag ? [mask] : []))
}

function bitsOf(mask: number): number[] {
  return Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => (mask >> bit) & 1)
}
