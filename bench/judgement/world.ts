/** World: a plant of devices under ten facets and rules, as claims by number, in any amount; consistent at first, then disturbed. */
import { createHash } from 'node:crypto'
import type { Claim, Said } from '../../src/frames/item.ts'
import { readLaw } from '../../src/frames/read-law.ts'
import type { Law } from '../../src/frames/facet.ts'
import type { Value } from '../../src/frames/value.ts'

/** The rule that joins two slots of two frames. */
export const RULE = ':- state(D, "closed"), via(R, D). % a route may not pass a closed door'

/** Ten facets and rules: `partOf` is the recursive one. */
export const LAW_INPUT = {
  types: [{ id: 'Device', disjoint: ['Place'] }, { id: 'Place' }],
  slots: {
    state: [{ k: 'atMost', n: 1 }],
    room: [{ k: 'atMost', n: 1 }],
    mode: [{ k: 'enum', values: ['auto', 'manual', 'off'] }],
    level: [{ k: 'interval', min: 0, max: 100 }],
    feeds: [{ k: 'asymmetric' }],
    backup: [{ k: 'irreflexive' }],
    made: [{ k: 'compare', op: '<=', slot: 'retired' }],
    partOf: [{ k: 'transitive', acyclic: true }],
  },
  rules: [RULE],
}

/** The same, read. */
export function worldLaw(): Law {
  const law = readLaw(LAW_INPUT)
  if (!law.ok) throw new Error(law.error.why)
  return law.value
}

/** Claims about each device; two of its statements are said by two authors. */
const PER_DEVICE = 13
/** Devices in a tree of parts. */
const TREE = 8
const STATES = ['open', 'idle', 'closed'] as const
const DAY_MS = 86_400_000

/** The frame of a device. */
export const device = (number: number): string => `plant-${number % 7}/device-${number}`
/** Its state in the undisturbed world. */
export const stateOf = (number: number): string => STATES[number % 3]!
const authorOf = (number: number): string => `gateway-${number % 19}`

/** An id as live claims have them: the name of an entry and a place in it. */
export function idOf(number: number): string {
  return `bagaaiera${createHash('sha256').update(String(number)).digest('hex').slice(0, 52)}#0`
}

function said(number: number, by: string, frame: string, slot: string, value: Value): Said {
  const item: Claim = { k: 'claim', frame, slot, value, confidence: 700 + (number % 300) }
  return { id: idOf(number), by, item }
}

/** What is true of a device, slot by slot. Parts hang in trees of eight; routes pass devices that are not closed. */
function factOf(number: number, kind: number): readonly [slot: string, value: Value] {
  const inTree = number % TREE
  const parent = inTree === 0 ? `plant/hall-${number / TREE}` : device(number - inTree + ((inTree - 1) >> 1))
  switch (kind) {
    case 0:
    case 1:
      return ['type', 'Device']
    case 2:
    case 3:
      return ['state', stateOf(number)]
    case 4:
      return ['room', { ref: `plant/room-${number % 977}` }]
    case 5:
      return ['mode', ['auto', 'manual', 'off'][number % 3]!]
    case 6:
      return ['level', number % 101]
    case 7:
      return ['feeds', { ref: device(number + 1) }]
    case 8:
      return ['backup', { ref: device(number + 7) }]
    case 9:
      return ['made', { time: 1_600_000_000_000 + (number % 1_000) * DAY_MS }]
    case 10:
      return ['retired', { time: 1_700_000_000_000 + (number % 1_000) * DAY_MS }]
    case 11:
      return ['partOf', { ref: parent }]
    default:
      return ['via', { ref: device(number - (number % 3) + (number % 2)) }]
  }
}

/** Claim `number` of the undisturbed world; `voice` tells apart the authors who say the same. */
export function claimAt(number: number, voice = 0): Said {
  const [about, kind] = [Math.floor(number / PER_DEVICE), number % PER_DEVICE]
  const [slot, value] = factOf(about, kind)
  const by = authorOf(about + voice + (kind === 1 || kind === 3 ? 5 : 0))
  return said(number + voice * 1_000_000_007, by, device(about), slot, value)
}

/** A prime, so that it shares no factor with any size: steps of it visit everything once, in no order. */
const STEP = 7_919_939

/** The first `count` claims, scattered, so that what belongs together does not arrive together. */
export function* heldClaims(count: number): Generator<Said> {
  for (let at = 0; at < count; at++) yield claimAt((at * STEP) % count)
}

/** A claim that breaks one law, and the violation it makes: the law and the statements, as a text. */
export interface Clash {
  readonly said: Said
  readonly violation: string
}

/** How a violation is written, whoever finds it: statements as `frame.slot=value`. */
export function violationText(law: string, statements: readonly string[]): string {
  return `${law}: ${[...statements].sort().join(' ')}`
}

/** A statement in the text of a violation. */
export function statementText(frame: string, slot: string, value: Value): string {
  return `${frame}.${slot}=${typeof value === 'object' && 'ref' in value ? value.ref : JSON.stringify(value)}`
}

/** The law that a claim breaks, the claim, and which kind of fact it breaks it with; without one it does so alone. */
type Disturbance = readonly [law: string, about: number, slot: string, value: Value, kind?: number]

/** Disturbances, each of another law; what they clash with is held. A tree's second device has the first as its parent. */
const DISTURBANCES: readonly ((about: number) => Disturbance)[] = [
  (about) => ['type', about, 'type', 'Place', 0],
  (about) => ['state', about, 'state', stateOf(about) === 'idle' ? 'open' : 'idle', 2],
  (about) => ['room', about, 'room', { ref: 'plant/yard' }, 4],
  (about) => ['mode', about, 'mode', 'haunted'],
  (about) => ['level', about, 'level', 1_000 + about],
  (about) => ['feeds', about + 1, 'feeds', { ref: device(about) }, 7],
  (about) => ['backup', about, 'backup', { ref: device(about) }],
  (about) => ['made', about, 'made', { time: 1_900_000_000_000 }, 10],
  (about) => ['partOf', about - 1, 'partOf', { ref: device(about) }, 11],
  (about) => ['rule', about, 'via', { ref: device(about - (about % 3) + 2) }, 2],
]

/** Disturbance `number` of a world of `count` claims: no two in one tree, while there are more trees than disturbances. */
export function clashAt(number: number, count: number): Clash {
  const trees = Math.floor(count / PER_DEVICE / TREE) - 1
  const chosen = DISTURBANCES[number % DISTURBANCES.length]!
  const [law, about, slot, value, kind] = chosen(((number * STEP) % trees) * TREE + 1)
  const frame = device(about)
  const held = law === 'feeds' ? about - 1 : law === 'partOf' ? about + 1 : law === 'rule' ? about - (about % 3) + 2 : about
  const statements = [statementText(frame, slot, value)]
  if (kind !== undefined) statements.push(statementText(device(held), ...factOf(held, kind)))
  return { said: said(2_000_000_011 + number, authorOf(number), frame, slot, value), violation: violationText(law, statements) }
}

/** New claims that are timed. */
export const FRESH = 4_000

/** A stream of new claims for a world of `count`: half about new devices, half what is held said again, but one in `every` clashes. */
export function freshClaims(amount: number, count: number, every = 50): Fresh {
  const claims: Said[] = []
  const violations: string[] = []
  for (let at = 0; at < amount; at++) {
    if (at % every === every - 1) {
      const clash = clashAt(violations.length, count)
      claims.push(clash.said)
      violations.push(clash.violation)
    } else if (at % 10 < 5) claims.push(claimAt(count + at))
    else claims.push(claimAt((at * STEP) % count, 1))
  }
  return { claims, violations: violations.sort() }
}

/** New claims and all the violations that they make. */
export interface Fresh {
  readonly claims: readonly Said[]
  readonly violations: readonly string[]
}
