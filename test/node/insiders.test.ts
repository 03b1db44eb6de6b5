/** Insiders: members who lie, each with the honest side's state before and after; and authors who sign twice. */
import { describe, expect, test } from 'vitest'
import { sealEntry, type Link } from '../../src/frames/chain.ts'
import type { Range } from '../../src/frames/entry.ts'
import { realmOf } from '../../src/frames/founding.ts'
import type { Item } from '../../src/frames/item.ts'
import type { Log, LogKind } from '../../src/frames/log.ts'
import type { RealmItem } from '../../src/frames/realm-item.ts'
import type { AuthorKey } from '../../src/identity/signature.ts'
import type { Core } from '../../src/node/core/core.ts'
import { invite, keyOf, pairOf, remove, successor } from '../membership/court.ts'
import { ALL, closed, decreeing, enter, expel, stateOf } from './realm.ts'
import { connect, createVirtualClock, door, writing, type VirtualClock } from './world.ts'

const realm = realmOf(closed())

/** Entries of a log that no node wrote, one for each list of items, as a range. */
function forge(name: string, kind: LogKind, entries: readonly (readonly Item[])[], epoch = 77): Range & { readonly links: Link[] } {
  const log: Log = { realm, domain: 'main', kind, author: keyOf(name), epoch }
  const links: Link[] = []
  for (const items of entries) links.push(sealEntry(log, links.length, links.at(-1)?.id ?? null, 1, items, pairOf(name)))
  return { log, from: 0, prev: null, bodies: links.map(({ text }) => text), links }
}

/** Two honest nodes that know each other, a member `ann` and her friend `bob`, and what root holds true. */
function honest(): { clock: VirtualClock; root: Core; other: Core } {
  const clock = createVirtualClock()
  const [root, other] = [enter(clock, 'root').core, enter(clock, 'cid').core]
  connect(clock, root, other)
  decreeing(root, invite('cid', ALL), invite('ann', ['write']), invite('bob', ALL))
  clock.pass(2_000)
  writing(root, [door('d1', 'open')])
  clock.pass(2_000)
  return { clock, root, other }
}

const membersOf = (core: Core): readonly string[] => [...(core.membership()?.members.values() ?? [])].map(({ name }) => name).sort()

describe('members who lie', () => {
  const LIES: readonly (readonly [string, string, readonly RealmItem[]])[] = [
    ['a stranger invites itself', 'eve', [invite('eve', ALL)]],
    ['a member gives itself more roles', 'ann', [invite('ann', ALL), invite('eve', ALL)]],
    ['a member removes the founder', 'ann', [remove('root')]],
    ['an admin removes the founder and its equals', 'bob', [remove('root'), remove('cid'), remove('ann', { frames: 1 })]],
    ['somebody forges a succession', 'eve', [successor('eve', 'eve', realm), successor('eve', 'bob', realm)]],
    ['an admin signs for its own heir', 'bob', [successor('bob', 'bob', realm)]],
    ['a writer makes law', 'ann', [{ k: 'rule', text: ':- state(X, "open").' }]],
  ]

  test.each(LIES)('[NOD170] %s: nobody believes it', (_what, name, items) => {
    const { clock, root, other } = honest()
    const before = [membersOf(root), root.membership()?.law, root.engine.standings()]
    const range = forge(name, 'realm', [items])
    root.offer(range, 'x')
    clock.pass(3_000)
    expect([membersOf(root), root.membership()?.law, root.engine.standings()]).toEqual(before)
    expect(stateOf(other)).toEqual(stateOf(root))
    expect(root.membership()?.founder).toBe(root.author)
  })

  test('[NOD170] another’s log cannot be cut: a cut names logs of whom it removes', () => {
    const { clock, root, other } = honest()
    const foreign = root.cutsOf(root.author)
    root.offer(forge('bob', 'realm', [[invite('eve')], [{ k: 'remove', key: keyOf('eve'), cuts: foreign }]]), 'x')
    clock.pass(3_000)
    expect(root.engine.frames()).toEqual(['d1'])
    expect(root.membership()?.members.get(root.author)?.cuts).toBeNull()
    expect(stateOf(other)).toEqual(stateOf(root))
  })

  test('[NOD171] an admin who invites without end is bounded, delays nobody for long, and can be undone', () => {
    const { clock, root, other } = honest()
    const many = Array.from({ length: 40 }, (_, entry) =>
      Array.from({ length: 300 }, (_each, at): Item => ({ ...invite('eve'), key: madeKey(entry * 300 + at) })),
    )
    const flood = forge('bob', 'realm', many)
    const began = process.cpuUsage()
    for (const [seq, text] of flood.bodies.entries())
      root.offer({ log: flood.log, from: seq, prev: flood.links[seq - 1]?.id ?? null, bodies: [text] }, 'x')
    clock.pass(20_000)
    expect(root.membership()?.members.size).toBe(10_000)
    expect(root.membership()?.ignoredCount).toBeGreaterThan(1_000)
    writing(other, [door('d2', 'open')])
    clock.pass(2_000)
    expect(root.engine.frames()).toEqual(['d1', 'd2'])
    decreeing(root, { k: 'remove', key: keyOf('bob'), cuts: [] })
    clock.pass(5_000)
    expect(membersOf(root)).toEqual(['ann', 'bob', 'cid', 'founder'])
    expect(stateOf(other)).toEqual(stateOf(root))
    const { user, system } = process.cpuUsage(began)
    expect((user + system) / 1_000).toBeLessThan(30_000)
  })
})

describe('who signs twice', () => {
  test('[NOD172] in a log of the realm what came before the fork counts alike everywhere, however many branches there are', () => {
    const { clock, root, other } = honest()
    const first: readonly Item[] = [invite('eve', ['write'])]
    const branch = (items: readonly Item[]): Range => forge('bob', 'realm', [first, items, items])
    const [left, right, third] = [branch([invite('fay')]), branch([remove('eve')]), branch([invite('gus')])]
    root.offer(forge('bob', 'frames', [[door('d2', 'open')]]), 'x')
    root.offer(left, 'x')
    other.offer(right, 'x')
    clock.pass(5_000)
    root.offer(third, 'x')
    clock.pass(5_000)
    expect(stateOf(other)).toEqual(stateOf(root))
    expect(membersOf(root)).toEqual(['ann', 'bob', 'cid', 'eve', 'founder'])
    expect(root.membership()?.members.get(keyOf('eve'))?.cuts).toBeNull()
    expect(root.engine.frames()).toEqual(['d1', 'd2'])
  })

  test('[NOD386] removals that it undid so are named on each node that holds their branch, until somebody removes again', () => {
    const clock = createVirtualClock()
    const booted = enter(clock, 'root')
    const [root, other] = [booted.core, enter(clock, 'cid').core]
    const link = connect(clock, root, other)
    decreeing(root, invite('cid', ALL), invite('bob', ALL))
    clock.pass(2_000)
    const first: readonly Item[] = [invite('eve', ['write'])]
    other.offer(forge('bob', 'realm', [first, [remove('eve')]]), 'x')
    clock.pass(3_000)
    const eve = { by: keyOf('bob'), key: keyOf('eve') }
    expect([root.undone(), root.membership()?.members.get(eve.key)?.cuts?.size]).toEqual([[], 0])
    other.offer(forge('bob', 'realm', [first, [invite('fay')]]), 'x')
    clock.pass(5_000)
    for (const core of [root, other]) expect([core.undone(), core.membership()?.members.get(eve.key)?.cuts]).toEqual([[eve], null])
    link.cut()
    const again = enter(clock, 'root', booted.disk).core
    connect(clock, again, other)
    expect(again.undone()).toEqual([eve])
    decreeing(again, expel(again, 'eve'))
    clock.pass(3_000)
    for (const core of [again, other]) expect([core.undone(), core.membership()?.members.get(eve.key)?.cuts?.size]).toEqual([[], 0])
  })

  test('[NOD173] within what counts it weighs nothing; beyond its cut it proves nothing, in whatever order the two come', () => {
    const { clock, root, other } = honest()
    const common: readonly (readonly Item[])[] = [[door('d2', 'open')], [door('d3', 'open')]]
    const left = forge('ann', 'frames', [...common, [door('d4', 'open')]])
    const right = forge('ann', 'frames', [...common, [door('d5', 'open')]])
    root.offer(left, 'x')
    root.offer(right, 'x')
    clock.pass(3_000)
    for (const core of [root, other]) expect(core.engine.frames()).toEqual(['d1'])
    const cut: RealmItem = { k: 'remove', key: keyOf('ann'), cuts: [['main', 'frames', 77, 1, left.links[1]?.id ?? ('' as never)]] }
    decreeing(root, cut)
    clock.pass(5_000)
    for (const core of [root, other]) expect(core.engine.frames()).toEqual(['d1', 'd2', 'd3'])
    expect(stateOf(other)).toEqual(stateOf(root))
    const late = enter(clock, 'late').core
    connect(clock, late, other)
    clock.pass(5_000)
    expect(stateOf(late)).toEqual(stateOf(root))
  })

  test('[NOD174] strangers who sign twice leave no proof, so that nobody fills a node with them', () => {
    const { clock, root } = honest()
    const alarms: unknown[] = []
    root.subscribe((event) => event.type === 'alarm' && alarms.push(event))
    root.offer(forge('eve', 'frames', [[door('d2', 'open')]]), 'x')
    root.offer(forge('eve', 'frames', [[door('d3', 'open')]]), 'x')
    clock.pass(3_000)
    expect(alarms).toEqual([])
    expect(root.engine.frames()).toEqual(['d1'])
  })

  test('[NOD175] whoever is cut within another branch than ours counts as everywhere, once the branches met', () => {
    const { clock, root, other } = honest()
    const [left, right] = [
      forge('ann', 'frames', [[door('d2', 'open')], [door('d3', 'open')]]),
      forge('ann', 'frames', [[door('d2', 'shut')], [door('d3', 'shut')]]),
    ]
    root.offer(left, 'x')
    clock.pass(2_000)
    const late = enter(clock, 'late').core
    late.offer(right, 'x')
    decreeing(root, expel(root, 'ann'))
    clock.pass(2_000)
    connect(clock, late, other)
    clock.pass(8_000)
    expect(stateOf(late)).toEqual(stateOf(root))
    expect(stateOf(other)).toEqual(stateOf(root))
  })
})

/** A key that nobody has: an item only asks that it looks like one. */
function madeKey(number: number): AuthorKey {
  const digits = String(number).padStart(5, '0').replaceAll(/./g, (digit) => 'ABCDEFGHIJ'[Number(digit)] ?? '')
  return (keyOf('eve').slice(0, 20) + digits + keyOf('eve').slice(25)) as AuthorKey
}
