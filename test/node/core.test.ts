/** Core: two and three nodes over wires in memory, under a virtual clock. */
import { describe, expect, test } from 'vitest'
import type { Law } from '../../src/frames/facet.ts'
import { createAges } from '../../src/node/core/ages.ts'
import { UNJUDGED_BEATS_MAX } from '../../src/node/core/limits.ts'
import type { NodeEvent } from '../../src/node/node.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import type { Profile } from '../../src/sync/presence.ts'
import { boot, connect, createVirtualClock, door, writing } from './world.ts'

describe('two nodes', () => {
  test('[NOD1] what one writes the other reads, and both certify the same', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a'), boot(clock, 'b')]
    connect(clock, a.core, b.core)
    clock.pass(100)
    const outcome = writing(a.core, [door('d1', 'open')])
    clock.pass(100)
    expect(outcome.claimed?.ids).toHaveLength(1)
    expect(b.core.engine.frames()).toEqual(['d1'])
    expect(b.core.certificate().digest).toBe(a.core.certificate().digest)
    expect(a.core.status().provisional).toBe(0)
  })

  test('[NOD2] what is written while apart meets after the wire is back', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a'), boot(clock, 'b')]
    for (let at = 0; at < 50; at += 1) {
      writing(a.core, [door(`a${at}`, 'open')])
      writing(b.core, [door(`b${at}`, 'open')])
      clock.pass(10)
    }
    expect(a.core.status().entries).toBe(50)
    expect(a.core.status().provisional).toBe(50)
    connect(clock, a.core, b.core)
    clock.pass(5_000)
    expect(a.core.engine.frames()).toHaveLength(100)
    expect(b.core.certificate().digest).toBe(a.core.certificate().digest)
    expect(a.core.status().provisional).toBe(0)
  })

  test('[NOD282] how long the oldest entry has waited for another member is told, and ends when all are confirmed', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a'), boot(clock, 'b')]
    expect(a.core.status().provisionalMs).toBeNull()
    writing(a.core, [door('d1', 'open')])
    clock.pass(2_000)
    writing(a.core, [door('d2', 'open')])
    clock.pass(1_000)
    expect(a.core.status().provisionalMs).toBeGreaterThanOrEqual(2_990)
    const link = connect(clock, a.core, b.core)
    clock.pass(5_000)
    expect(a.core.status().provisionalMs).toBeNull()
    link.cut()
    writing(a.core, [door('d3', 'open')])
    clock.pass(700)
    expect(a.core.status().provisional).toBe(1)
    expect(a.core.status().provisionalMs).toBeGreaterThan(600)
    expect(a.core.status().provisionalMs).toBeLessThanOrEqual(700)
  })

  test('[NOD282] few marks keep the age of however many entries wait, never too low', () => {
    const ages = createAges()
    for (let count = 1; count <= 1_000; count += 1) ages.grown(count, 10 * count)
    expect(ages.since()).toBe(10)
    ages.confirmed(500)
    expect(ages.since()).toBeLessThanOrEqual(5_010)
    expect(ages.since()).toBeGreaterThan(4_000)
    ages.confirmed(1_000)
    expect(ages.since()).toBeNull()
  })

  test('[NOD3] writes of one tick share an entry, each with its own receipt', () => {
    const clock = createVirtualClock()
    const { core } = boot(clock, 'a')
    const first = writing(core, [door('d1', 'open')])
    const second = writing(core, [door('d2', 'open'), door('d3', 'shut')])
    clock.pass(10)
    expect(core.status().entries).toBe(1)
    expect(second.claimed?.entry).toBe(first.claimed?.entry)
    expect(second.claimed?.ids.map((id) => id.split('#')[1])).toEqual(['1', '2'])
  })
})

describe('events', () => {
  test('[NOD4] a listener that throws is contained and named', () => {
    const clock = createVirtualClock()
    const { core } = boot(clock, 'a')
    const heard: NodeEvent[] = []
    core.subscribe(() => {
      throw new Error('broken listener')
    })
    core.subscribe((event) => heard.push(event))
    writing(core, [door('d1', 'open')])
    clock.pass(10)
    expect(heard.map(({ type }) => type)).toContain('entries')
    expect(heard.find(({ type }) => type === 'alarm')).toMatchObject({
      why: expect.stringContaining('broken listener') as string,
    })
  })
})

describe('judging', () => {
  test('[NOD350] at every fourth beat while entries keep coming, once they stop at the next, and then no more', () => {
    const clock = createVirtualClock()
    let judged = 0
    const counting = (law: Law): Engine => {
      const engine = createEngine(law)
      return { ...engine, digest: () => ((judged += 1), engine.digest()) }
    }
    const [a, b] = [boot(clock, 'a', undefined, { createEngine: counting }), boot(clock, 'b')]
    connect(clock, a.core, b.core)
    const beats = 20
    for (let half = 0; half < 2 * beats; half += 1) {
      writing(a.core, [door(`d${half}`, 'open')])
      clock.pass(600)
    }
    expect(judged).toBeGreaterThanOrEqual(Math.floor(beats / UNJUDGED_BEATS_MAX) - 1)
    expect(judged).toBeLessThanOrEqual(Math.ceil(beats / UNJUDGED_BEATS_MAX) + 1)
    judged = 0
    clock.pass(2 * 1_200)
    expect(judged).toBe(1)
    clock.pass(10_000)
    expect(judged).toBe(1)
  })
})

describe('a beat', () => {
  test('[NOD351] is one tick, though the judgement fails', () => {
    const clock = createVirtualClock()
    const failing = (law: Law): Engine => ({
      ...createEngine(law),
      digest() {
        throw new Error('a bug')
      },
    })
    const told: number[] = []
    const profile: Profile = { name: 'a', domains: null, modules: [], meaning: [] }
    const parts = { createEngine: failing, profile: () => (told.push(clock.now()), profile) }
    const [a, b] = [boot(clock, 'a', undefined, parts), boot(clock, 'b')]
    connect(clock, a.core, b.core)
    writing(a.core, [door('d1', 'open')])
    clock.pass(100)
    told.length = 0
    clock.pass(12_000)
    expect(told.length).toBeGreaterThanOrEqual(10)
    expect(told.length).toBeLessThanOrEqual(12)
  })
})

describe('a mistake of ours', () => {
  test('[NOD40] is named in an alarm and ends one step: entries are held, sent and kept all the same', () => {
    const clock = createVirtualClock()
    const broken = (law: Law): Engine => ({
      ...createEngine(law),
      add() {
        throw new Error('a bug')
      },
      digest() {
        throw new Error('another bug')
      },
    })
    const [a, b] = [boot(clock, 'a', undefined, { createEngine: broken }), boot(clock, 'b')]
    const alarms: string[] = []
    a.core.subscribe((event) => {
      if (event.type === 'alarm') alarms.push(event.why)
    })
    connect(clock, a.core, b.core)
    const outcome = writing(a.core, [door('d1', 'open')])
    writing(b.core, [door('d2', 'open')])
    clock.pass(5_000)
    expect(outcome.claimed).toBeDefined()
    expect(b.core.engine.frames()).toEqual(['d1', 'd2'])
    expect(a.core.status().entries).toBe(2)
    expect(new Set(alarms)).toEqual(new Set(['a fault in this node: a bug', 'a fault in this node: another bug']))
    expect(boot(clock, 'a', a.disk).core.engine.frames()).toEqual(['d1', 'd2'])
  })
})
