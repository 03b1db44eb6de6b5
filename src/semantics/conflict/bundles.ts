/**
 * Bundles: sites that share derivations, taken apart together and remembered until something under them changes. A bundle is as
 * large as what is connected by proofs, whatever came first, so the limits of a search for proofs bound the state and not its history.
 */
import type { Changes } from '../closure/changes.ts'
import { coneUnder, type Cone } from '../proof/cone.ts'
import { labelsOf, type Labels } from '../proof/labels.ts'
import { CONCLUDED, LEAF, type Fact } from '../store/facts.ts'
import { factIn, isLeafPart, type Part } from '../store/part.ts'
import type { Blur, Group, Latent, Nogood } from './breach.ts'
import { crowdSite } from './crowds.ts'
import { createCycleSites } from './cycles/sites.ts'
import { createJoined } from './joined.ts'
import { firingSite, type Site, type SiteParts } from './site.ts'

/** Sites that share derivations, and the ways in which they are broken. */
export interface Bundle {
  readonly sites: readonly Site[]
  /** Every fact that it rests on. */
  readonly facts: ReadonlySet<Fact>
  readonly nogoods: readonly Nogood[]
  readonly groups: readonly Group[]
  readonly latents: readonly Latent[]
  readonly blurs: readonly Blur[]
}

/** The bundles of a state. */
export interface Bundles {
  /** Follows the changes; tells which bundles went and which were made. */
  update(changes: Changes): { readonly gone: readonly Bundle[]; readonly made: readonly Bundle[] }
}

/** Bundles, none yet. */
export function createBundles(parts: SiteParts): Bundles {
  const bySite = new Map<string, Bundle>()
  const cycles = createCycleSites(parts)
  const byFact = new Map<Fact, Set<Bundle>>()

  const remove = (bundle: Bundle): void => {
    for (const { key } of bundle.sites) bySite.delete(key)
    for (const fact of bundle.facts) {
      const held = byFact.get(fact)
      held?.delete(bundle)
      if (held?.size === 0) byFact.delete(fact)
    }
  }
  const keep = (bundle: Bundle): void => {
    for (const { key } of bundle.sites) bySite.set(key, bundle)
    for (const fact of bundle.facts) {
      const held = byFact.get(fact)
      if (held === undefined) byFact.set(fact, new Set([bundle]))
      else held.add(bundle)
    }
  }
  return {
    update(changes) {
      const [gone, open] = [new Set<Bundle>(), new Map<string, Site>()]
      const add = (site: Site | undefined): void => {
        if (site === undefined) return
        const held = bySite.get(site.key)
        if (held !== undefined) drop(held)
        open.set(site.key, site)
      }
      const drop = (bundle: Bundle): void => {
        if (gone.has(bundle)) return
        gone.add(bundle)
        for (const site of bundle.sites) {
          const again = site.again()
          if (again !== undefined) open.set(again.key, again)
        }
      }
      const rings = cycles.update()
      for (const key of rings.gone) {
        const bundle = bySite.get(key)
        if (bundle !== undefined) drop(bundle)
      }
      for (const site of rings.made) add(site)
      for (const bundle of changes.all ? new Set(bySite.values()) : []) drop(bundle)
      for (const fact of changes.facts) for (const bundle of byFact.get(fact) ?? []) drop(bundle)
      const { firings, crowds } = parts.closure
      for (const firing of changes.all ? firings() : changes.fired)
        if (changes.all || parts.closure.isFiring(firing)) add(firingSite(firing, parts))
      for (const crowd of changes.all || changes.equality ? crowds() : changes.crowded) add(crowdSite(crowd, parts))
      const proofsOf = recalling(parts)
      const rootOf = connect(open, proofsOf, (fact) => byFact.get(fact)?.forEach(drop))
      for (const bundle of gone) remove(bundle)
      const made = groupsOf(open.values(), rootOf).map((sites) => takeApart(sites, proofsOf, parts))
      made.forEach(keep)
      return { gone: [...gone], made }
    },
  }
}

type ProofsOf = SiteParts['closure']['proofsOf']

function recalling({ facts, closure }: SiteParts): ProofsOf {
  const known = new Map<Fact, readonly (readonly Part[])[]>()
  return (fact) => {
    if (!facts.is(fact, CONCLUDED)) return []
    const held = known.get(fact)
    if (held !== undefined) return held
    const found = closure.proofsOf(fact)
    known.set(fact, found)
    return found
  }
}

/**
 * Joins facts with those that prove them. What several sites rest on is met once; `onProved` may add further sites to `open`, which
 * are then walked too. Answers with the root of a site, or undefined where nothing it rests on has a proof.
 */
function connect(
  open: ReadonlyMap<string, Site>,
  proofsOf: ProofsOf,
  onProved: (fact: Fact) => void,
): (site: Site) => number | undefined {
  const joined = createJoined()
  const seen = new Set<Part>()
  const isProved = (part: Part): boolean => !isLeafPart(part) && proofsOf(part).length > 0
  const walk = (tops: readonly Part[]): void => {
    const waiting = tops.filter((part) => !seen.has(part))
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      if (seen.has(part) || !isProved(part)) continue
      seen.add(part)
      onProved(part)
      for (const below of proofsOf(part).flat()) {
        if (!isProved(below)) continue
        joined.join(part, below)
        if (!seen.has(below)) waiting.push(below)
      }
    }
  }
  const firsts = new Map<string, number>()
  for (const { key, tops } of open.values()) {
    walk(tops)
    const proved = tops.filter(isProved)
    for (const part of proved) joined.join(part, proved[0]!)
    if (proved[0] !== undefined) firsts.set(key, proved[0])
  }
  return ({ key }) => (firsts.has(key) ? joined.rootOf(firsts.get(key)!) : undefined)
}

function groupsOf(sites: Iterable<Site>, rootOf: (site: Site) => number | undefined): (readonly Site[])[] {
  const [byRoot, alone] = [new Map<number, Site[]>(), [] as Site[][]]
  for (const site of sites) {
    const root = rootOf(site)
    const held = root === undefined ? undefined : byRoot.get(root)
    if (root === undefined) alone.push([site])
    else if (held === undefined) byRoot.set(root, [site])
    else held.push(site)
  }
  return [...byRoot.values(), ...alone]
}

function takeApart(sites: readonly Site[], proofsOf: ProofsOf, { facts, order }: SiteParts): Bundle {
  const tops = new Set(sites.flatMap((site) => site.tops))
  const cone = coneUnder(tops, facts, { proofsOf })
  const labels = cone.proofs.length === 0 ? plainLabels((fact) => facts.is(fact, LEAF)) : labelsOf(cone, order)
  const found = sites.map((site) => site.breaches(labels))
  const isWhole = found.every(({ nogoods }) => nogoods.every(({ complete }) => complete))
  const wide = isWhole ? [] : cone.leaves.map(factIn)
  return {
    sites,
    facts: factsIn(cone, tops),
    nogoods: found.flatMap(({ nogoods }) => nogoods.map((nogood) => widened(nogood, wide))),
    groups: found.flatMap(({ groups }) => groups),
    latents: found.flatMap(({ latents }) => latents ?? []),
    blurs: found.flatMap(({ blur }) => blur ?? []),
  }
}

/** Where nothing is concluded a fact is proved by itself. */
function plainLabels(isLeaf: (fact: Fact) => boolean): Labels {
  return {
    of: (part) => (isLeafPart(part) || isLeaf(part) ? [[factIn(part)]] : []),
    isComplete: () => true,
  }
}

function widened(nogood: Nogood, wide: readonly Fact[]): Nogood {
  return nogood.complete ? nogood : { ...nogood, about: [...new Set([...nogood.about, ...wide])] }
}

function factsIn({ leaves, proofs }: Cone, tops: ReadonlySet<Part>): ReadonlySet<Fact> {
  return new Set([...[...tops].map(factIn), ...leaves.map(factIn), ...proofs.map(({ head }) => head)])
}
