/** Schedules of pruning: whoever prunes, drops, lies, starts again or comes late, and in whatever order, all nodes end alike. */
import { expect, test } from 'vitest'
import { cidOf, sha256, type Hash } from '../../src/base/hash.ts'
import { openRange, sealEntry } from '../../src/frames/chain.ts'
import type { Range } from '../../src/frames/entry.ts'
import type { Item } from '../../src/frames/item.ts'
import type { Log } from '../../src/frames/log.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { createMemoryDisk } from '../../src/node/memory-journal.ts'
import { fc } from '../seeded.ts'
import { boot, connect, createVirtualClock, door, writing, type Booted, type Link, type VirtualClock } from './world.ts'

const WIDER = Number(process.env['TRACORD_RUNS'] ?? 1)
const RUNS = 40 * WIDER
const TIMEOUT_MS = 120_000 * Math.max(1, WIDER)
const NAMES = ['a', 'b', 'c'] as const
const liar = nodeSignatures.keyPairFromSeed(sha256('seed of a liar'))

const node = fc.nat({ max: NAMES.length - 1 })
const op = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), node }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), node, pick: fc.nat() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('prune' as const), node, pick: fc.nat(), from: fc.nat({ max: 2 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('drop' as const), node }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), node }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('links' as const), up: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3_000 }) }) },
)
/** What a liar hands to a node: a log of claims in one of three branches, or prunes of it, true or made up. */
const lie = fc.record({
  ...{ kind: fc.constant('lie' as const), node, branch: fc.nat({ max: 2 }), length: fc.integer({ min: 1, max: 3 }) },
  ...{ prunes: fc.boolean(), from: fc.nat({ max: 2 }), isMadeUp: fc.boolean(), epoch: fc.nat({ max: 1 }) },
})
type Op = (typeof op extends fc.Arbitrary<infer T> ? T : never) | (typeof lie extends fc.Arbitrary<infer T> ? T : never)

/** What honest nodes said, as far as nothing takes it back. */
type Truth = Map<string, { readonly frame: string; isGone: boolean }>

interface World {
  readonly clock: VirtualClock
  readonly nodes: Booted[]
  readonly truth: Truth
  links: Link[]
  count: number
}

function join(world: World): void {
  const [a, b, c] = world.nodes as [Booted, Booted, Booted]
  world.links = [connect(world.clock, a.core, b.core), connect(world.clock, b.core, c.core)]
}

function cut(world: World): void {
  for (const link of world.links.splice(0)) link.cut()
}

function run(world: World, next: Op): void {
  const { clock, nodes, truth } = world
  if (next.kind === 'wait') return clock.pass(next.ms)
  if (next.kind === 'links') {
    cut(world)
    return next.up ? join(world) : undefined
  }
  const { core } = nodes[next.node] as Booted
  if (next.kind === 'write') {
    const frame = `f${world.count++}`
    const said = writing(core, [door(frame, 'open')])
    clock.pass(5)
    for (const id of said.claimed?.ids ?? []) truth.set(id, { frame, isGone: false })
  } else if (next.kind === 'withdraw') {
    const own = [...truth].filter(([id]) => core.locate(id.slice(0, id.indexOf('#')) as Hash)?.log.author === core.author)
    const [id, claim] = own[next.pick % own.length] ?? []
    if (id === undefined || claim === undefined) return
    writing(core, [{ k: 'withdraw', claim: id }])
    clock.pass(5)
    claim.isGone = true
  } else if (next.kind === 'prune') prune(world, core, next.pick, next.from)
  else if (next.kind === 'drop') {
    for (const { key, pruned, bare } of core.logsAsPruned()) if (pruned > bare) core.dropText(key, () => undefined)
    clock.pass(5)
  } else if (next.kind === 'restart') restart(world, next.node)
  else core.offer(lied(core.realm, next), 'test')
}

/** As the verb does it: withdrawals of what stays are said again first. */
function prune({ clock, truth }: World, core: Booted['core'], pick: number, from: number): void {
  const own = core.logsAsPruned(core.author)
  const { log, key, entries = 0 } = own[pick % Math.max(1, own.length)] ?? {}
  if (log === undefined || key === undefined || from >= entries) return
  const ids = core.ids(key, from, 10_000)
  const named = new Set<string>(ids)
  const entryOf = (id: string): string => id.slice(0, id.indexOf('#'))
  const isOwn = (id: string): boolean => core.locate(entryOf(id) as Hash)?.log.author === core.author
  const again = [...truth].filter(([id, { isGone }]) => isGone && !named.has(entryOf(id)) && isOwn(id))
  if (again.length > 0) writing(core, again.map(([claim]): Item => ({ k: 'withdraw', claim })))
  clock.pass(5)
  core.writePrunes(log.domain, [{ k: 'prune', kind: 'frames', epoch: log.epoch, from, ids }], () => undefined)
  clock.pass(5)
  for (const [id, claim] of truth) if (named.has(entryOf(id))) claim.isGone = true
}

function restart(world: World, at: number): void {
  const { clock, nodes } = world
  const areUp = world.links.length > 0
  cut(world)
  const { core, disk } = nodes[at] as Booted
  core.close(() => undefined)
  clock.pass(5)
  nodes[at] = boot(clock, core.name, disk)
  if (areUp) join(world)
}

function lied(realm: Hash, { branch, length, prunes, from, isMadeUp, epoch }: Extract<Op, { kind: 'lie' }>): Range {
  const claims = chained(realm, 'frames', 1, Array.from({ length }, (_, at) => [door(`l${at}`, at === 0 ? 'same' : `b${branch}`)]))
  if (!prunes) return claims
  const opened = openRange(claims, nodeSignatures)
  const ids = opened.ok ? opened.value.links.map(({ id }) => id) : []
  const named = isMadeUp ? [cidOf(`made up ${branch}`)] : ids.slice(from)
  const first: Item = { k: 'prune', kind: 'frames', epoch: 1, from, ids: named.length === 0 ? [cidOf('beyond')] : named }
  return chained(realm, 'prunes', 10 + epoch, [[first]])
}

function chained(realm: Hash, kind: Log['kind'], epoch: number, entries: readonly (readonly Item[])[]): Range {
  const log: Log = { realm, domain: 'main', kind, author: liar.author, epoch }
  const bodies: string[] = []
  let prev: Hash | null = null
  for (const [seq, items] of entries.entries()) {
    const link = sealEntry(log, seq, prev, 1, items, liar)
    bodies.push(link.text)
    prev = link.id
  }
  return { log, from: 0, prev: null, bodies }
}

function playedOut(ops: readonly Op[]): World {
  const clock = createVirtualClock()
  const nodes = NAMES.map((name) => boot(clock, name, createMemoryDisk()))
  const world: World = { clock, nodes, truth: new Map(), links: [], count: 0 }
  for (const next of ops) run(world, next)
  cut(world)
  join(world)
  clock.pass(15_000)
  return world
}

function expectAlike(world: World, hasLies: boolean): void {
  const { clock, nodes, truth } = world
  const late = boot(clock, 'late')
  connect(clock, late.core, (nodes[2] as Booted).core)
  clock.pass(15_000)
  const digest = late.core.certificate().digest
  for (const { core } of nodes) expect(core.certificate().digest).toBe(digest)
  const honest = [...truth.values()].filter(({ isGone }) => !isGone).map(({ frame }) => frame)
  for (const { core } of [...nodes, late]) {
    const held = core.engine.standings().filter(({ by }) => !by.includes(liar.author))
    expect(held.map(({ frame }) => frame).sort()).toEqual(honest.toSorted())
  }
  cut(world)
  for (const at of NAMES.keys()) {
    restart(world, at)
    // Of a liar's signatures a node alone may have let go of some that others kept.
    if (!hasLies) expect(nodes[at]?.core.certificate().digest).toBe(digest)
  }
  join(world)
  connect(clock, late.core, (nodes[2] as Booted).core)
  clock.pass(15_000)
  for (const { core } of [...nodes, late]) expect(core.certificate().digest).toBe(late.core.certificate().digest)
}

test('[NOD255] whatever the schedule of writing, pruning, dropping, starts and cuts, all nodes and a newcomer end alike, and right', () => {
  fc.assert(fc.property(fc.array(op, { maxLength: 30 }), (ops) => expectAlike(playedOut(ops), false)), { numRuns: RUNS })
}, TIMEOUT_MS)

test('[NOD256] so they do beside an author that signs what it likes: branches, prunes of them, true and made up', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 2, arbitrary: op }, { weight: 3, arbitrary: lie }), { maxLength: 30 }), (ops) =>
      expectAlike(playedOut(ops), true),
    ),
    { numRuns: RUNS },
  )
}, TIMEOUT_MS)
