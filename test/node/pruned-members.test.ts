/** Pruning in closed realms: prunes count as far as their authors do, and what followed from them goes when they count no more. */
import { describe, expect, test } from 'vitest'
import { logKeyOf, type Log } from '../../src/frames/log.ts'
import type { Core } from '../../src/node/core/core.ts'
import { createMemoryDisk } from '../../src/node/memory-journal.ts'
import { invite } from '../membership/court.ts'
import { ALL, decreeing, enter, expel, stateOf } from './realm.ts'
import { connect, createVirtualClock, door, writing, type VirtualClock } from './world.ts'

const logOf = (core: Core, author = core.author, kind: Log['kind'] = 'frames'): Log =>
  [...core.logs()].find(({ log }) => log.kind === kind && log.author === author)?.log as Log

function prune(clock: VirtualClock, core: Core): void {
  const log = logOf(core)
  const ids = core.ids(logKeyOf(log), 0, 10_000)
  core.writePrunes(log.domain, [{ k: 'prune', kind: 'frames', epoch: log.epoch, from: 0, ids }], () => undefined)
  clock.pass(10)
}

function drop(clock: VirtualClock, core: Core, log: Log): number | string {
  let answer: number | string = 'none'
  core.dropText(logKeyOf(log), (result) => (answer = result.ok ? result.value : result.error.code))
  clock.pass(10)
  return answer
}

function expectAlike(cores: readonly Core[]): void {
  for (const core of cores) expect(stateOf(core)).toEqual(stateOf(cores[0] as Core))
}

describe('pruning in a closed realm', () => {
  test('[NOD252] a prune counts when and as far as its author belongs, with the text and without', () => {
    const clock = createVirtualClock()
    const disk = createMemoryDisk()
    const [root, ann, cid] = [enter(clock, 'root').core, enter(clock, 'ann').core, enter(clock, 'cid', disk).core]
    connect(clock, root, ann)
    connect(clock, root, cid)
    decreeing(root, invite('cid', ALL))
    writing(ann, [door('d1', 'open')])
    clock.pass(3_000)
    prune(clock, ann)
    clock.pass(3_000)
    decreeing(root, invite('ann'))
    clock.pass(5_000)
    expectAlike([root, ann, cid])
    for (const core of [root, ann, cid]) expect(core.engine.standings()).toEqual([])
    expect(drop(clock, ann, logOf(ann))).toBe(1)
    const late = enter(clock, 'late').core
    connect(clock, late, ann)
    connect(clock, late, cid)
    clock.pass(5_000)
    expectAlike([root, ann, cid, late])
    cid.close(() => undefined)
    clock.pass(10)
    expectAlike([root, enter(clock, 'cid', disk).core])
  })

  test('[NOD253] where the cut of a removed member leaves its prunes out, its text counts again, and who let go of it gets it back', () => {
    const clock = createVirtualClock()
    const disk = createMemoryDisk()
    const [root, ann, cid] = [enter(clock, 'root').core, enter(clock, 'ann').core, enter(clock, 'cid', disk).core]
    const toRoot = connect(clock, root, cid)
    connect(clock, ann, cid)
    decreeing(root, invite('cid', ALL), invite('ann'))
    clock.pass(3_000)
    writing(ann, [door('d1', 'open')])
    clock.pass(3_000)
    toRoot.cut()
    decreeing(root, expel(root, 'ann'))
    prune(clock, ann)
    clock.pass(3_000)
    expect(cid.engine.standings()).toEqual([])
    expect(drop(clock, cid, logOf(cid, ann.author))).toBe(1)
    const late = enter(clock, 'late').core
    connect(clock, late, cid)
    clock.pass(3_000)
    expectAlike([late, cid])
    connect(clock, root, cid)
    clock.pass(10_000)
    expectAlike([root, cid, late, ann])
    for (const core of [root, cid, late, ann]) expect(core.engine.frames()).toEqual(['d1'])
    cid.close(() => undefined)
    clock.pass(10)
    expectAlike([root, enter(clock, 'cid', disk).core])
  })

  test('[NOD254] what a stranger prunes is held within its room and counts for nothing', () => {
    const clock = createVirtualClock()
    const [root, eve] = [enter(clock, 'root').core, enter(clock, 'eve').core]
    connect(clock, root, eve)
    writing(root, [door('d1', 'open')])
    writing(eve, [door('d2', 'open')])
    clock.pass(3_000)
    prune(clock, eve)
    clock.pass(3_000)
    expectAlike([root, eve])
    expect(root.engine.frames()).toEqual(['d1'])
    expect(root.logsAsPruned(eve.author).every(({ pruned }) => pruned === 0)).toBe(true)
  })
})
