/** Draw: random small worlds, seeded, of the kind in which everything meets: facets, rules, negation, premises, undercuts. */
import { integer, nat, tuple, type Arbitrary } from 'fast-check'
import { createRandom, type Random } from '../../src/base/random.ts'
import type { Facet } from '../../src/frames/facet.ts'
import type { Item, Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'
import type { Atom, Clause, Placed, World } from './world.ts'

/** How rich a world is. */
export interface Draw {
  readonly claims: number
  /** Whether claims rest on others and are undercut. */
  readonly reasons: boolean
  /** Whether half of the claims rest on others, among few statements: what is cited mostly also follows otherwise. */
  readonly cites?: boolean
  /** Whether it is mostly about one transitive slot with laws about what comes back to where it began. */
  readonly winding?: boolean
  /** Whether some claims weigh nothing. */
  readonly idle?: boolean
  /** Whether it is mostly about which names are one thing. */
  readonly naming?: boolean
  /** Whether there are withdrawals and repeated items. */
  readonly changes: boolean
}

/** Worlds by seed, as rich as `draw` says; up to `claimsMax` claims. */
export function worlds(draw: Omit<Draw, 'claims'>, claimsMax: number): Arbitrary<World> {
  return tuple(nat(), integer({ min: 2, max: claimsMax })).map(([seed, claims]) => drawWorld(String(seed), { ...draw, claims }))
}

const FRAMES = ['f0', 'f1', 'f2']
const WORDS = ['open', 'shut', 'lost']
const PLAIN = ['state', 'mode']
const LINKS = ['near', 'part', 'above']
const TYPES = ['Door', 'Gate', 'Wall']
const AUTHORS = ['ann', 'bob', 'cat', 'dan']

/** A world as `seed` has it. */
export function drawWorld(seed: string, draw: Draw): World {
  const random = createRandom(`world/${seed}`)
  const clauses = Array.from({ length: random.below(4) }, () => drawClause(random))
  const facets = draw.winding === true ? drawWinding(random) : Array.from({ length: 1 + random.below(4) }, () => drawFacet(random))
  const types = [
    { id: 'Door', isa: [] as string[], disjoint: random.below(2) === 0 ? ['Wall'] : [] },
    { id: 'Gate', isa: random.below(2) === 0 ? ['Door'] : [], disjoint: [] },
    { id: 'Wall', isa: [], disjoint: [] },
  ]
  const said = drawSaid(random, draw)
  if (draw.naming === true) return drawNaming(random, said, types)
  return { clauses, facets, types, quality: {}, said: draw.winding === true ? said.map((entry) => wound(entry, random)) : said }
}

const one = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!
const flag = (random: Random, outOf: number): boolean => random.below(outOf) === 0

function drawSaid(random: Random, { claims, reasons, changes, cites = false, idle = false }: Draw): Said[] {
  const said: Said[] = []
  for (let at = 0; at < claims; at++) {
    const earlier = said.filter(({ item }) => item.k !== 'withdraw')
    const by = one(random, AUTHORS)
    if (reasons && earlier.length > 0 && flag(random, 6)) {
      said.push({
        id: `u${at}`,
        by,
        item: { k: 'undercut', claim: one(random, earlier).id, confidence: one(random, [500, 1_000]) },
      })
    } else said.push({ id: `c${at}`, by, item: drawClaim(random, reasons ? earlier : [], cites, idle ? [0, 0, 500] : [400, 500, 1_000]) })
    if (changes && flag(random, 6)) {
      const target = one(random, said)
      said.push({ id: `w${at}`, by: flag(random, 4) ? by : target.by, item: { k: 'withdraw', claim: target.id } })
    }
    if (changes && flag(random, 8)) said.push(one(random, said))
  }
  return said
}

function drawClaim(random: Random, earlier: readonly Said[], cites: boolean, confidences: readonly number[]): Item {
  const frame = one(random, cites ? FRAMES.slice(0, 2) : FRAMES)
  const kind = random.below(7)
  const about =
    kind < 3
      ? { slot: one(random, PLAIN), value: one(random, WORDS) }
      : kind < 6
        ? { slot: one(random, LINKS), value: { ref: one(random, FRAMES) } }
        : { slot: 'type', value: one(random, TYPES) }
  const citable = earlier.filter(({ item }) => item.k === 'claim')
  const because =
    citable.length > 0 && flag(random, cites ? 2 : 4) ? [...new Set([one(random, citable).id, one(random, citable).id])].sort() : []
  const confidence = one(random, confidences)
  return {
    k: 'claim',
    frame,
    ...about,
    confidence,
    ...(flag(random, 6) ? { not: true } : {}),
    ...(because.length > 0 ? { because } : {}),
  }
}

function drawFacet(random: Random): Placed {
  const type = flag(random, 4) ? one(random, TYPES) : null
  const link = one(random, LINKS)
  const of = one(
    random,
    LINKS.filter((other) => other !== link),
  )
  const plain: Facet[] = [
    { k: 'atMost', n: 1 },
    { k: 'atMost', n: 2 },
    { k: 'enum', values: ['open', 'shut'] },
    { k: 'domain', type: one(random, TYPES) },
  ]
  if (flag(random, 2)) return { slot: one(random, PLAIN), type, facet: one(random, plain) }
  const links: Facet[] = [
    { k: 'symmetric' },
    { k: 'asymmetric' },
    { k: 'irreflexive' },
    { k: 'transitive' },
    { k: 'transitive', acyclic: true },
    { k: 'inverse', of },
    { k: 'sub', of },
    { k: 'disjointSlot', with: [of] },
    { k: 'atMost', n: 1 },
    { k: 'range', type: one(random, TYPES) },
    { k: 'domain', type: one(random, TYPES) },
  ]
  return { slot: link, type, facet: one(random, links) }
}

/** Transitivity of one slot in one or two places, with laws against cycles under types and without, and ways to make edges. */
function drawWinding(random: Random): Placed[] {
  const type = (): string | null => (flag(random, 2) ? one(random, TYPES) : null)
  const laws: Facet[] = [
    { k: 'transitive' },
    { k: 'transitive', acyclic: true },
    { k: 'irreflexive' },
    { k: 'asymmetric' },
    { k: 'symmetric' },
    { k: 'inverse', of: 'near' },
    { k: 'sub', of: 'above' },
    { k: 'domain', type: 'Door' },
    { k: 'range', type: 'Gate' },
  ]
  const further = Array.from({ length: 1 + random.below(3) }, () => ({ slot: 'part', type: type(), facet: one(random, laws) }))
  return [{ slot: 'part', type: type(), facet: { k: 'transitive', acyclic: flag(random, 2) } }, ...further]
}

/** Few words and many names: whether names are unique, facets that ask which are one, and claims that say so. */
function drawNaming(random: Random, said: readonly Said[], types: World['types']): World {
  const una = !flag(random, 4)
  const laws = (): Placed => {
    const [slot, type] = [one(random, ['near', 'near', 'state']), flag(random, 4) ? one(random, TYPES) : null]
    const links: Facet[] = [
      { k: 'atMost', n: 1 },
      { k: 'atMost', n: 1 },
      { k: 'atMost', n: 2 },
      { k: 'inverseFunctional' },
      { k: 'key', slots: flag(random, 2) ? ['state'] : ['near'] },
      { k: 'key', slots: ['state', 'near'] },
    ]
    return { slot, type, facet: one(random, links) }
  }
  const others: Placed[] = flag(random, 3) ? [{ slot: 'near', type: null, facet: { k: 'sub', of: 'state' } }] : []
  const facets = [...Array.from({ length: 1 + random.below(3) }, laws), ...others]
  const clauses = flag(random, 4) ? [drawClause(random)] : []
  return { clauses, facets, types, quality: {}, una, said: said.map((entry) => renamed(entry, random)) }
}

/** Every other claim says whether two names are one thing, mostly the same two; the rest give a frame names as values, or a state. */
function renamed(entry: Said, random: Random): Said {
  const { item } = entry
  if (item.k !== 'claim' || item.slot === 'type') return entry
  const [first, second, third] = FRAMES as [string, string, string]
  const about = (frame: string, slot: string, value: Value): Said => ({ ...entry, item: { ...item, frame, slot, value } })
  if (flag(random, 2)) {
    const pair = flag(random, 8) ? [first, one(random, FRAMES)] : [second, third]
    const [left, right] = flag(random, 3) ? [pair[1]!, pair[0]!] : [pair[0]!, pair[1]!]
    return about(left, flag(random, 2) ? 'differentFrom' : 'sameAs', { ref: right })
  }
  if (flag(random, 2)) return about(flag(random, 4) ? first : one(random, [second, third]), 'state', one(random, WORDS.slice(0, 2)))
  const name = { ref: flag(random, 3) ? first : one(random, [second, third]) }
  return about(flag(random, 6) ? third : first, 'near', flag(random, 6) ? one(random, WORDS) : name)
}

/** Most links as links of the winding slot. */
function wound(entry: Said, random: Random): Said {
  const { item } = entry
  if (item.k !== 'claim' || item.slot === 'type' || typeof item.value !== 'object' || flag(random, 5)) return entry
  return { ...entry, item: { ...item, slot: 'part' } }
}

function drawClause(random: Random): Clause {
  const word = (): string => JSON.stringify(one(random, WORDS))
  const plain = (frame: string, value = word(), not = false): Atom => ({ slot: one(random, PLAIN), not, args: [frame, value] })
  const link = (a: string, b: string): Atom => ({ slot: one(random, LINKS), not: false, args: [a, b] })
  const clauses: Clause[] = [
    { head: null, body: [plain('X'), plain('X')] },
    { head: null, body: [link('X', 'Y'), plain('X'), plain('Y')] },
    { head: null, body: [plain('X'), plain('Y', word(), true)] },
    { head: plain('X'), body: [plain('X'), link('X', 'Y')] },
    { head: plain('Y', 'V'), body: [{ slot: 'state', not: false, args: ['X', 'V'] }, link('X', 'Y')] },
    { head: plain('X', word(), true), body: [plain('X')] },
    { head: link('X', 'Z'), body: [link('X', 'Y'), link('Y', 'Z')] },
    { head: null, body: [link('X', 'Y'), { slot: 'type', not: false, args: ['Y', JSON.stringify(one(random, TYPES))] }] },
  ]
  return one(random, clauses)
}
