/** Durability: what is acknowledged survives, what is not says so, and a disk that refuses stops only the writing. */
import { describe, expect, test } from 'vitest'
import { TracordError } from '../../src/base/error.ts'
import { err } from '../../src/base/result.ts'
import type { Journal } from '../../src/ports/journal.ts'
import { createMemoryDisk, createMemoryJournal } from '../../src/node/memory-journal.ts'
import type { NodeEvent } from '../../src/node/node.ts'
import { boot, connect, createVirtualClock, door, writing, type VirtualClock } from './world.ts'

interface Switch {
  broken: boolean
  readonly journal: Journal
}

/** A journal whose commits can be made to fail; what it was told to write is then not written. */
function switchable(clock: VirtualClock): Switch {
  const disk = createMemoryDisk()
  const inner = createMemoryJournal(clock, disk)
  const state: Switch = {
    broken: false,
    journal: {
      ...inner,
      append(rows, done) {
        if (!state.broken) return inner.append(rows, done)
        clock.after(1, () => done(err(new TracordError('IO', 'no space left on device'))))
      },
    },
  }
  return state
}

describe('a start', () => {
  test('[NOD5] after a crash everything acknowledged is there, and nothing is written twice', () => {
    const clock = createVirtualClock()
    const first = boot(clock, 'a')
    const outcomes = Array.from({ length: 20 }, (_, at) => {
      const outcome = writing(first.core, [door(`d${at}`, 'open')])
      clock.pass(at % 3)
      return outcome
    })
    const acknowledged = outcomes.filter(({ claimed }) => claimed !== undefined).length
    const second = boot(clock, 'a', first.disk)
    expect(acknowledged).toBeGreaterThan(10)
    expect(second.core.engine.frames().length).toBeGreaterThanOrEqual(acknowledged)
    const ids = [...second.core.logs()].map(({ held }) => held.head)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('[NOD6] begins a new epoch, at its first entry and not before', () => {
    const clock = createVirtualClock()
    const { core, disk } = boot(clock, 'a')
    writing(core, [door('d1', 'open')])
    clock.pass(10)
    const again = boot(clock, 'a', disk)
    expect([...again.core.logs()]).toHaveLength(1)
    writing(again.core, [door('d2', 'open')])
    clock.pass(10)
    const epochs = [...again.core.logs()].map(({ log }) => log.epoch)
    expect(epochs.map((epoch) => Math.floor(epoch / 2 ** 24))).toEqual([0, 1])
  })

  test('[NOD7] serves from the journal what it no longer has in memory', () => {
    const clock = createVirtualClock()
    const { core, disk } = boot(clock, 'a')
    for (let at = 0; at < 30; at += 1) {
      writing(core, [door(`d${at}`, 'open')])
      clock.pass(5)
    }
    const again = boot(clock, 'a', disk)
    const other = boot(clock, 'b')
    connect(clock, again.core, other.core)
    clock.pass(3_000)
    expect(other.core.engine.frames()).toHaveLength(30)
    expect(other.core.certificate().digest).toBe(again.core.certificate().digest)
  })

  test('[NOD8] entries behind a damaged row wait until a peer gives what is missing', () => {
    const clock = createVirtualClock()
    const { core, disk } = boot(clock, 'a')
    for (let at = 0; at < 9; at += 1) {
      writing(core, [door(`d${at}`, 'open')])
      clock.pass(5)
    }
    const peer = boot(clock, 'b')
    const link = connect(clock, core, peer.core)
    clock.pass(3_000)
    link.cut()
    disk.rows.splice(4, 1)
    const again = boot(clock, 'a', disk)
    expect(again.core.status().entries).toBe(4)
    connect(clock, again.core, peer.core)
    clock.pass(3_000)
    expect(again.core.status().entries).toBe(9)
    expect(again.core.certificate().digest).toBe(peer.core.certificate().digest)
    const third = boot(clock, 'a', disk)
    expect(third.core.status().entries).toBe(9)
  })
})

describe('a disk that refuses', () => {
  test('[NOD9] the write under way has an unknown outcome with its id, later ones are refused at once', () => {
    const clock = createVirtualClock()
    const state = switchable(clock)
    const { core } = boot(clock, 'a', undefined, { journal: state.journal })
    const events: NodeEvent[] = []
    core.subscribe((event) => events.push(event))
    state.broken = true
    const unknown = writing(core, [door('d1', 'open')])
    clock.pass(10)
    expect(unknown.code).toBe('OUTCOME_UNKNOWN')
    expect(unknown.id).toMatch(/^bagaaiera/)
    const refused = writing(core, [door('d2', 'open')])
    clock.pass(10)
    expect(refused.code).toBe('READ_ONLY')
    expect(core.status().readOnly).toContain('no space')
    expect(core.engine.frames()).toEqual(['d1'])
    expect(events.filter(({ type }) => type === 'readonly')).toHaveLength(1)
  })

  test('[NOD10] the node recovers by itself, in a new epoch, and keeps what it was told meanwhile', () => {
    const clock = createVirtualClock()
    const state = switchable(clock)
    const { core } = boot(clock, 'a', undefined, { journal: state.journal })
    const other = boot(clock, 'b')
    connect(clock, core, other.core)
    writing(core, [door('d0', 'open')])
    clock.pass(2_000)
    state.broken = true
    writing(core, [door('d1', 'open')])
    writing(other.core, [door('e1', 'open')])
    clock.pass(5_000)
    expect(core.engine.frames()).toEqual(['d0', 'd1', 'e1'])
    state.broken = false
    clock.pass(60_000)
    const later = writing(core, [door('d2', 'open')])
    clock.pass(3_000)
    expect(core.status().readOnly).toBeNull()
    expect(later.claimed).toBeDefined()
    expect([...core.logs()].filter(({ log }) => log.author === core.author)).toHaveLength(2)
    expect(other.core.certificate().digest).toBe(core.certificate().digest)
  })

  test('[NOD11] nothing is acknowledged to a peer before it is durable', () => {
    const clock = createVirtualClock()
    const state = switchable(clock)
    const { core } = boot(clock, 'a', undefined, { journal: state.journal })
    const other = boot(clock, 'b')
    connect(clock, core, other.core)
    clock.pass(2_000)
    state.broken = true
    writing(other.core, [door('e1', 'open')])
    clock.pass(5_000)
    expect(core.engine.frames()).toEqual(['e1'])
    expect(other.core.status().provisional).toBe(1)
    state.broken = false
    clock.pass(60_000)
    expect(other.core.status().provisional).toBe(0)
  })
})

test('[NOD12] closing finishes what was written, and refuses what comes later', () => {
  const clock = createVirtualClock()
  const { core, disk } = boot(clock, 'a')
  const outcome = writing(core, [door('d1', 'open')])
  const closed: boolean[] = []
  core.close((result) => closed.push(result.ok))
  core.close((result) => closed.push(result.ok))
  const late = writing(core, [door('d2', 'open')])
  clock.pass(10)
  expect(outcome.claimed).toBeDefined()
  expect(closed).toEqual([true, true])
  expect(late.code).toBe('CLOSED')
  expect(disk.rows).toHaveLength(1)
})
