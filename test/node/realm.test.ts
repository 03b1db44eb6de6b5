/** A closed realm: what counts, on nodes that are cut apart, join late, lie or are thrown out; everywhere the same in the end. */
import { describe, expect, test } from 'vitest'
import { partHash } from '../../src/membership/law.ts'
import type { LawPart } from '../../src/frames/realm-item.ts'
import type { Core } from '../../src/node/core/core.ts'
import { invite, keyOf, successor } from '../membership/court.ts'
import { realmOf } from '../../src/frames/founding.ts'
import { ALL, closed, decreeing, enter, expel, stateOf } from './realm.ts'
import { connect, createVirtualClock, door, writing, type VirtualClock } from './world.ts'

/** The value that a node accepts for `d1.state`, and who says so. */
const believed = (core: Core, frame = 'd1'): unknown =>
  core.engine.standingsOf(frame).map(({ value, status, by }) => [value, status, by.map((author) => nameOf(author)).join()])
const NAMES = ['root', 'ann', 'bob', 'cid', 'eve', 'heir']
const nameOf = (author: string): string => NAMES.find((name) => keyOf(name) === author) ?? author

/** Root and these members, connected in a line, everybody invited. */
function plant(...names: readonly string[]): { clock: VirtualClock; cores: readonly Core[]; join(): (() => void)[] } {
  const clock = createVirtualClock()
  const cores = ['root', ...names].map((name) => enter(clock, name).core)
  const join = (): (() => void)[] => {
    const links = cores.slice(1).map((core, at) => connect(clock, cores[at] as Core, core))
    return links.map((link) => () => link.cut())
  }
  return { clock, cores, join }
}

function expectAlike(cores: readonly Core[]): void {
  const [first, ...others] = cores.map(stateOf)
  for (const other of others) expect(other).toEqual(first)
}

describe('who counts', () => {
  test('[NOD160] what members say counts alike on every node, and what they may not say nowhere', () => {
    const { clock, cores, join } = plant('ann', 'bob', 'eve')
    const [root, ann, bob, eve] = cores as [Core, Core, Core, Core]
    join()
    decreeing(root, invite('ann', ALL), invite('bob', [], {}))
    clock.pass(3_000)
    writing(ann, [door('d1', 'open')])
    writing(bob, [door('d1', 'shut')])
    writing(eve, [door('d1', 'gone')])
    clock.pass(5_000)
    for (const core of cores) expect(believed(core)).toEqual([['open', 'clear', 'ann']])
    expectAlike(cores)
    expect(root.certificate().entries).toBe(2)
  })

  test('[NOD161] what a stranger said before its invitation waits, blames nobody, and counts when the invitation comes', () => {
    const { clock, cores, join } = plant('ann', 'eve')
    const [root, ann, eve] = cores as [Core, Core, Core]
    const refused: unknown[] = []
    for (const core of cores) core.subscribe((event) => event.type === 'refused' && refused.push(event))
    join()
    decreeing(root, invite('ann', ALL))
    for (const at of [1, 2, 3]) {
      writing(eve, [door(`e${at}`, 'open')])
      clock.pass(1_000)
    }
    expect(ann.status().entries).toBe(4)
    expect([root, ann, eve].map((core) => core.engine.frames())).toEqual([[], [], []])
    expect(ann.certificate().entries).toBe(1)
    decreeing(ann, invite('eve'))
    clock.pass(5_000)
    for (const core of cores) expect(core.engine.frames()).toEqual(['e1', 'e2', 'e3'])
    expectAlike(cores)
    expect(refused).toEqual([])
  })

  test('[NOD162] strangers fill no node: beyond their quota nothing is kept, and what was left comes once they belong', () => {
    const clock = createVirtualClock()
    const [root, eve] = [enter(clock, 'root').core, enter(clock, 'eve').core]
    connect(clock, root, eve)
    clock.pass(1_000)
    for (let at = 0; at < 400; at += 1) writing(eve, [{ ...door(`e${at}`, 'x'.repeat(1_000)) }])
    clock.pass(5_000)
    const before = root.status().entries
    for (let at = 0; at < 50; at += 1) {
      writing(eve, [door(`f${at}`, 'x'.repeat(60_000))])
      clock.pass(50)
    }
    expect(root.status().entries).toBeLessThan(before + 10)
    expect(root.certificate().entries).toBe(0)
    decreeing(root, invite('eve'))
    clock.pass(20_000)
    expect(root.engine.frames()).toHaveLength(450)
    expectAlike([root, eve])
  })

  test('[NOD163] a node that starts again counts what it counted', () => {
    const clock = createVirtualClock()
    const [root, eve, ann] = [enter(clock, 'root'), enter(clock, 'eve'), enter(clock, 'ann')]
    connect(clock, root.core, eve.core)
    connect(clock, root.core, ann.core)
    decreeing(root.core, invite('ann', ALL, { weight: 400_000 }))
    clock.pass(2_000)
    writing(eve.core, [door('d1', 'open')])
    writing(ann.core, [door('d1', 'shut')])
    clock.pass(3_000)
    decreeing(root.core, expel(root.core, 'ann'))
    writing(ann.core, [door('d2', 'shut')])
    clock.pass(3_000)
    const before = stateOf(root.core)
    expect(believed(root.core)).toEqual([['shut', 'clear', 'ann']])
    const again = enter(clock, 'root', root.disk)
    expect(stateOf(again.core)).toEqual(before)
    expect(again.core.engine.frames()).toEqual(['d1'])
  })
})

describe('apart and together again', () => {
  test('[NOD164] two admins remove each other’s people at once: everybody ends with the same members', () => {
    const { clock, cores, join } = plant('ann', 'bob', 'cid')
    const [root, ann, bob, cid] = cores as [Core, Core, Core, Core]
    const cuts = join()
    decreeing(root, invite('ann', ALL), invite('bob', ALL))
    clock.pass(2_000)
    decreeing(ann, invite('cid', ALL))
    clock.pass(5_000)
    writing(cid, [door('d1', 'open')])
    clock.pass(3_000)
    cuts[1]?.()
    writing(cid, [door('d2', 'open')])
    clock.pass(2_000)
    decreeing(root, expel(root, 'cid'), expel(root, 'bob'))
    decreeing(ann, expel(ann, 'cid'))
    decreeing(bob, expel(bob, 'cid'), expel(bob, 'ann'), invite('eve', ALL))
    clock.pass(2_000)
    expect(believed(bob, 'd2')).toEqual([['open', 'clear', 'cid']])
    connect(clock, ann, bob)
    clock.pass(6_000)
    expectAlike(cores)
    for (const core of cores) expect([believed(core, 'd1'), believed(core, 'd2')]).toEqual([[['open', 'clear', 'cid']], []])
    expect(root.membership()?.members.has(keyOf('eve'))).toBe(false)
  })

  test('[NOD165] removal and invitation cross a partition: what is beyond the cut falls, what rested on it too', () => {
    const { clock, cores, join } = plant('ann', 'bob')
    const [root, ann, bob] = cores as [Core, Core, Core]
    const cuts = join()
    decreeing(root, invite('ann', ALL))
    clock.pass(2_000)
    writing(ann, [door('d1', 'open')])
    clock.pass(2_000)
    cuts[0]?.()
    decreeing(root, expel(root, 'ann'))
    decreeing(ann, invite('bob'))
    clock.pass(2_000)
    const said = writing(ann, [door('d2', 'open')])
    clock.pass(2_000)
    writing(bob, [{ ...door('d3', 'open'), because: [said.claimed?.ids[0] ?? ''] } as ReturnType<typeof door>, door('d4', 'open')])
    clock.pass(2_000)
    expect(bob.engine.frames()).toEqual(['d1', 'd2', 'd3', 'd4'])
    connect(clock, root, ann)
    clock.pass(6_000)
    expectAlike(cores)
    for (const core of cores) expect(core.engine.frames()).toEqual(['d1'])
  })

  test('[NOD166] a removed member that goes on writing, and a friend that passes it on, change nothing and cause no storm', () => {
    const { clock, cores, join } = plant('ann', 'bob', 'cid')
    const [root, ann, bob, cid] = cores as [Core, Core, Core, Core]
    join()
    decreeing(root, invite('ann', ALL), invite('bob', ALL), invite('cid', ALL))
    clock.pass(5_000)
    writing(cid, [door('d1', 'open')])
    clock.pass(5_000)
    const sentIn = (ms: number): number => {
      const { sent } = root.status().messages
      clock.pass(ms)
      return root.status().messages.sent - sent
    }
    const quiet = sentIn(20_000)
    decreeing(root, expel(root, 'cid'))
    clock.pass(5_000)
    const before = stateOf(root)
    for (let at = 0; at < 20; at += 1) {
      writing(cid, [door(`later${at}`, 'open')])
      clock.pass(500)
      // The friend hands on whatever it has, however often.
      for (const core of [root, ann, bob]) core.offer(rangeOf(cid), 'friend')
    }
    expect(stateOf(root)).toEqual(before)
    expectAlike(cores)
    // What members say to each other when nothing happens, and nothing else; beats are not quite even.
    expect(sentIn(20_000)).toBeLessThanOrEqual(quiet + 3)
  })

  test('[NOD167] law made on both sides of a partition is one law afterwards, and what it forbids is found everywhere', () => {
    const { clock, cores, join } = plant('ann', 'bob')
    const [root, ann, bob] = cores as [Core, Core, Core]
    const cuts = join()
    decreeing(root, invite('ann', ALL), invite('bob', ALL))
    clock.pass(5_000)
    writing(ann, [door('d1', 'shut'), { k: 'claim', frame: 'r7', slot: 'via', value: { ref: 'd1' } }])
    clock.pass(2_000)
    cuts[1]?.()
    const rule: LawPart = { k: 'rule', text: ':- state(D, "shut"), via(R, D). % a route may not pass a shut door' }
    const type: LawPart = { k: 'typeDef', type: { id: 'Door', slots: { state: [{ k: 'enum', values: ['open', 'shut'] }] } } }
    decreeing(root, rule)
    decreeing(bob, type, { k: 'rule', text: 'odd(X) :- state(X, ' })
    clock.pass(2_000)
    expect([root.engine.conflicts().length, bob.engine.conflicts().length]).toEqual([1, 0])
    connect(clock, ann, bob)
    clock.pass(5_000)
    expectAlike(cores)
    for (const core of cores) {
      expect(core.engine.conflicts()).toHaveLength(1)
      expect(core.engine.refused()).toHaveLength(1)
      expect(core.membership()?.law.types).toHaveLength(1)
    }
    decreeing(ann, { k: 'revoke', hash: partHash(rule) })
    clock.pass(3_000)
    for (const core of cores) expect(core.engine.conflicts()).toHaveLength(0)
    expectAlike(cores)
  })

  test('[NOD168] who revokes and who makes a law at once meet as if in one order', () => {
    const { clock, cores, join } = plant('ann', 'bob')
    const [root, ann, bob] = cores as [Core, Core, Core]
    const cuts = join()
    decreeing(root, invite('ann', ALL), invite('bob', ALL))
    clock.pass(5_000)
    cuts.forEach((cut) => cut())
    const rule: LawPart = { k: 'rule', text: ':- state(D, "open").' }
    writing(bob, [door('d1', 'open')])
    decreeing(ann, { k: 'revoke', hash: partHash(rule) })
    decreeing(bob, rule)
    clock.pass(1_000)
    expect(bob.engine.conflicts()).toHaveLength(1)
    connect(clock, root, bob)
    connect(clock, root, ann)
    clock.pass(5_000)
    expectAlike(cores)
    for (const core of cores) expect(core.engine.conflicts()).toHaveLength(0)
  })

  test('[NOD169] a successor takes the place of a founder whose key is lost, though nobody invited it, and removes it', () => {
    const { clock, cores, join } = plant('ann', 'heir')
    const [root, ann, heir] = cores as [Core, Core, Core]
    join()
    decreeing(root, invite('ann', ALL))
    writing(root, [door('d1', 'open')])
    clock.pass(4_000)
    decreeing(heir, successor('heir', 'root', realmOf(closed())))
    clock.pass(4_000)
    for (const core of cores) expect(core.membership()?.founder).toBe(heir.author)
    decreeing(heir, expel(heir, 'root'))
    clock.pass(2_000)
    writing(root, [door('d2', 'open')])
    decreeing(root, invite('eve', ALL))
    clock.pass(4_000)
    expectAlike(cores)
    expect(ann.engine.frames()).toEqual(['d1'])
    expect(ann.membership()?.members.has(keyOf('eve'))).toBe(false)
    expect(ann.membership()?.members.get(keyOf('ann'))).toMatchObject({ depth: 2, cuts: null })
  })
})

/** All that `core` itself wrote of frames, as a range that anybody may hand on. */
function rangeOf(core: Core): Parameters<Core['offer']>[0] {
  for (const { log } of core.logs()) {
    if (log.author !== core.author || log.kind !== 'frames') continue
    let bodies: readonly string[] = []
    const key = JSON.stringify([log.realm, log.domain, log.kind, log.author, log.epoch])
    core.read(key as never, 0, 1_000_000, (result) => (bodies = result.ok ? result.value : []))
    return { log, from: 0, prev: null, bodies }
  }
  throw new Error('it wrote nothing')
}
