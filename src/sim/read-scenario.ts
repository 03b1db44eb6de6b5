/** Reading a scenario: from the text of a file to a run that can be made; the first fault is told with its place. */
import { err, ok, type Result } from '../base/result.ts'
import { foundOpen } from '../frames/founding.ts'
import { ROLES, type Role } from '../frames/realm-item.ts'
import type { Value } from '../frames/value.ts'
import { MODELS, type Model } from '../routing/models.ts'
import { listOf, literal, optional, recordOf, tupleOf, valueOf, type BadMessage, type Reader } from '../sync/schema.ts'
import type { FaultEvent, Hostile, Trick } from './faults.ts'
import type { Ask, Meddling, RealmAct, Say, Scenario, Stock, TakeBack, Thinking, Write } from './scenario.ts'

/** Members, wires, writes, events: more than a run of any use has. */
const LIST_MAX = 1_000_000
/** Simulated ms of a storm: a month. */
const STORM_MS_MAX = 2_678_400_000

/** The scenario that `text` spells, or what is wrong with it and where. */
export function readScenario(text: string): Result<Scenario, BadMessage> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return err({ type: 'BadMessage', path: '', why: 'is not JSON' })
  }
  const read = scenario(parsed, '')
  return read.ok ? checked(read.value) : read
}

const count = valueOf((value): value is number => Number.isSafeInteger(value) && Number(value) >= 0, 'a count')
const integer = valueOf((value): value is number => Number.isSafeInteger(value), 'an integer')
const isCount = (value: unknown, max: number): value is number => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= max
const permille = valueOf((value): value is number => isCount(value, 1_000), 'a permille')
const stormMs = valueOf((value): value is number => isCount(value, STORM_MS_MAX), 'a time in ms, of a month at most')
const word = valueOf((value): value is string => typeof value === 'string', 'a text')
const truth = valueOf((value): value is boolean => typeof value === 'boolean', 'true or false')
const object = valueOf(
  (value): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object',
)
const list = valueOf((value): value is readonly unknown[] => Array.isArray(value), 'a list')
const lists: Reader<Readonly<Record<string, readonly unknown[]>>> = (value, path) => {
  const read = object(value, path)
  if (!read.ok) return read
  for (const [key, inner] of Object.entries(read.value)) {
    const items = list(inner, `${path}.${key}`)
    if (!items.ok) return items
  }
  return ok(read.value as Readonly<Record<string, readonly unknown[]>>)
}
const anyValue = valueOf((value): value is Value => value !== undefined && value !== null && !Array.isArray(value), 'a value')

const say: Reader<Say> = recordOf({
  ...{ atMs: count, node: word, frame: word, slot: word, value: anyValue },
  not: optional(valueOf((value): value is true => value === true, 'true')),
  confidence: optional(permille),
  name: optional(word),
  because: optional(listOf(word, LIST_MAX)),
})
const takeBack: Reader<TakeBack> = recordOf({ atMs: count, node: word, withdraw: word })
const write: Reader<Write> = (value, path) =>
  typeof value === 'object' && value !== null && 'withdraw' in value ? takeBack(value, path) : say(value, path)

const model = valueOf((value): value is Model => (MODELS as readonly unknown[]).includes(value), `one of ${MODELS.join(' ')}`)
const ask: Reader<Ask> = recordOf({
  ...{ atMs: count, node: word, goal: word, wants: recordOf({ frame: word, slot: word }) },
  ...{ model: optional(model), anew: optional(truth), merge: optional(truth), timeoutMs: optional(count) },
})
const ENDS: readonly Thinking['ends'][] = ['agrees', 'differs', 'throws', 'hangs', 'errs']
const ends = valueOf((value): value is Thinking['ends'] => (ENDS as readonly unknown[]).includes(value), `one of ${ENDS.join(' ')}`)
const thinking: Reader<Thinking> = recordOf({
  ...{ name: word, nodes: listOf(word, LIST_MAX), suits: optional(permille), steps: count, stepMs: count, ends },
})

const role = valueOf((value): value is Role => (ROLES as readonly unknown[]).includes(value), `one of ${ROLES.join(' ')}`)
const about = { atMs: count, node: word, whom: word }
const ACTS: { readonly [A in RealmAct['act']]: Reader<Extract<RealmAct, { act: A }>> } = {
  invite: recordOf({ act: literal('invite'), ...about, roles: listOf(role, ROLES.length) }),
  remove: recordOf({ act: literal('remove'), ...about, keep: truth }),
  succeed: recordOf({ act: literal('succeed'), ...about }),
}
const act: Reader<RealmAct> = (value, path) => {
  const kind = typeof value === 'object' && value !== null && 'act' in value ? String(value.act) : ''
  if (Object.hasOwn(ACTS, kind)) return ACTS[kind as RealmAct['act']](value, path)
  return err({ type: 'BadMessage', path, why: `is no act of a closed realm; known are ${Object.keys(ACTS).join(' ')}` })
}

const lasting = { atMs: count, lastMs: count }
const EVENTS: { readonly [T in FaultEvent['type']]: Reader<Extract<FaultEvent, { type: T }>> } = {
  partition: recordOf({
    ...{ type: literal('partition'), ...lasting },
    ...{ groups: listOf(listOf(word, LIST_MAX), LIST_MAX), isSilent: truth },
  }),
  cut: recordOf({ type: literal('cut'), ...lasting, from: word, to: word }),
  flap: recordOf({ type: literal('flap'), ...lasting, a: word, b: word, periodMs: count }),
  crash: recordOf({ type: literal('crash'), atMs: count, downMs: count, node: word, isPowerLoss: truth }),
  diskFull: recordOf({ type: literal('diskFull'), ...lasting, node: word }),
  diskSlow: recordOf({ type: literal('diskSlow'), ...lasting, node: word, commitMs: count }),
  rot: recordOf({ type: literal('rot'), atMs: count, node: word, rows: count }),
  slow: recordOf({ type: literal('slow'), ...lasting, node: word, stepMs: count }),
  pause: recordOf({ type: literal('pause'), ...lasting, node: word }),
  clockJump: recordOf({ type: literal('clockJump'), atMs: count, node: word, byMs: integer }),
  clockDrift: recordOf({ type: literal('clockDrift'), atMs: count, node: word, ppm: integer }),
  drain: recordOf({ type: literal('drain'), atMs: count, downMs: count, node: word }),
  join: recordOf({ type: literal('join'), atMs: count, node: word }),
  leave: recordOf({ type: literal('leave'), atMs: count, node: word }),
}
const event: Reader<FaultEvent> = (value, path) => {
  const type = typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : ''
  if (Object.hasOwn(EVENTS, type)) return EVENTS[type as FaultEvent['type']](value, path)
  return err({ type: 'BadMessage', path, why: `is no fault event; known are ${Object.keys(EVENTS).join(' ')}` })
}

const TRICKS: readonly string[] = [
  ...['forge', 'bend', 'equivocate', 'flood', 'replay', 'withhold', 'lie', 'babble', 'misspell', 'reason', 'stall'],
]
const trick = valueOf((value): value is Trick => typeof value === 'string' && TRICKS.includes(value), `one of ${TRICKS.join(' ')}`)
const hostile: Reader<Hostile> = recordOf({ node: word, tricks: listOf(trick, 100), everyMs: count, twinOf: optional(word) })

const meddling: Reader<Meddling> = recordOf({
  atMs: count,
  act: valueOf((value): value is Meddling['act'] => value === 'change' || value === 'share', 'change or share'),
})
const stock: Reader<Stock> = recordOf({ name: word, near: listOf(word, LIST_MAX), meddles: optional(listOf(meddling, LIST_MAX)) })
const links = { links: listOf(tupleOf(word, word), LIST_MAX), stock: optional(listOf(stock, LIST_MAX)) }

const scenario: Reader<Scenario> = recordOf({
  version: valueOf((value): value is 1 => value === 1, '1, the version that this reads'),
  seed: word,
  topology: recordOf({ nodes: listOf(word, LIST_MAX), ...links }),
  workload: recordOf({
    ...{ slots: lists, rules: listOf(word, LIST_MAX), types: optional(list), policy: optional(object) },
    ...{ writes: listOf(write, LIST_MAX), stormMs },
    documents: optional(truth),
    realm: optional(recordOf({ founder: word, acts: listOf(act, LIST_MAX) })),
    ...{ goals: optional(listOf(ask, LIST_MAX)), modules: optional(listOf(thinking, LIST_MAX)) },
  }),
  faults: recordOf({
    wire: recordOf({
      ...{ delayMsMin: count, delayMsMax: count, lossPermille: permille, duplicatePermille: permille },
      ...{ reorderPermille: permille, reorderMsMax: count, corruptPermille: permille },
    }),
    disk: recordOf({ commitMsMin: count, commitMsMax: count, errorPermille: permille, readErrorPermille: permille }),
    events: listOf(event, LIST_MAX),
    hostile: listOf(hostile, LIST_MAX),
  }),
})

/** What no field alone shows: names that nobody bears, and laws that are none. */
function checked(read: Scenario): Result<Scenario, BadMessage> {
  const { topology, workload, faults } = read
  const known = new Set(topology.nodes)
  const bad = (path: string, why: string): Result<Scenario, BadMessage> => err({ type: 'BadMessage', path, why })
  if (known.size < topology.nodes.length) return bad('topology.nodes', 'names a node twice')
  const named: (readonly [string, readonly string[]])[] = [
    ...topology.links.map((ends, at) => [`topology.links[${at}]`, ends] as const),
    ...(topology.stock ?? []).map(({ near }, at) => [`topology.stock[${at}].near`, near] as const),
    ...workload.writes.map(({ node }, at) => [`workload.writes[${at}].node`, [node]] as const),
    ...(workload.goals ?? []).map(({ node }, at) => [`workload.goals[${at}].node`, [node]] as const),
    ...(workload.modules ?? []).map(({ nodes }, at) => [`workload.modules[${at}].nodes`, nodes] as const),
    ...(workload.realm?.acts ?? []).map(({ node, whom }, at) => [`workload.realm.acts[${at}]`, [node, whom]] as const),
    ...(workload.realm === undefined ? [] : [['workload.realm.founder', [workload.realm.founder]] as const]),
    ...faults.events.map((one, at) => [`faults.events[${at}]`, nodesOf(one)] as const),
    ...faults.hostile.map(({ node, twinOf = node }, at) => [`faults.hostile[${at}]`, [node, twinOf]] as const),
  ]
  for (const [path, nodes] of named) {
    const stranger = nodes.find((node) => !known.has(node))
    if (stranger !== undefined) return bad(path, `names ${stranger}, which is no node of the topology`)
  }
  const law = foundOpen('simulation', workload)
  return law.ok ? ok(read) : bad(`workload.${law.error.path}`, law.error.why)
}

/** The nodes that an event names. */
export function nodesOf(one: FaultEvent): readonly string[] {
  if (one.type === 'partition') return one.groups.flat()
  if (one.type === 'cut') return [one.from, one.to]
  return one.type === 'flap' ? [one.a, one.b] : [one.node]
}

