/** The parts of the simulated world: time, disk, signatures. */
import { fc } from '../seeded.ts'
import { expect, test } from 'vitest'
import { cidOf, sha256 } from '../../src/base/hash.ts'
import type { LogKey } from '../../src/frames/log.ts'
import { isCanonicalKey, isCanonicalSignature } from '../../src/identity/encoding.ts'
import type { JournalRow } from '../../src/ports/journal.ts'
import { createDisk, type After, type Disk } from '../../src/sim/disk.ts'
import { NO_FAULTS } from '../../src/sim/faults.ts'
import { createHistory } from '../../src/sim/history.ts'
import { createStandInSignatures } from '../../src/sim/stand-in.ts'
import { createTime, type Time } from '../../src/sim/time.ts'

test('[SIM10] events run by time, equal ones as planned, cancelled ones never', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ delayMs: fc.nat({ max: 20 }), isCancelled: fc.boolean() })), (plans) => {
      const time = createTime()
      const ran: { at: number; order: number }[] = []
      for (const [order, { delayMs, isCancelled }] of plans.entries()) {
        const cancel = time.after(delayMs, () => ran.push({ at: time.now(), order }))
        if (isCancelled) cancel()
      }
      time.runUntil(20)
      const due = plans.flatMap(({ delayMs, isCancelled }, order) => (isCancelled ? [] : [{ at: delayMs, order }]))
      expect(ran).toEqual(due.sort((a, b) => a.at - b.at || a.order - b.order))
      expect(time.count()).toBe(due.length)
    }),
  )
})

const afterOf =
  (time: Time): After =>
  (delayMs, run) =>
    void time.after(delayMs, run)
const diskOf = (seed: string, time: Time): Disk =>
  createDisk({ name: 'd', seed, history: createHistory(() => time.now()), faults: () => NO_FAULTS.disk, reach: () => undefined })
const row = (from: number): JournalRow => ({
  log: 'log' as LogKey,
  from,
  bodies: [`body ${from}`],
  ids: [cidOf(`${from}`)],
  seenAt: 0,
})

test('[SIM5] acknowledged rows survive, open commits survive whole and in order or not at all', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.nat({ max: 12 }), { maxLength: 12 }), fc.nat({ max: 80 }), (seed, pauses, crashAtMs) => {
      const time = createTime()
      const disk = diskOf(seed, time)
      const journal = disk.open(afterOf(time))
      const acknowledged: number[] = []
      let atMs = 0
      for (const [from, pauseMs] of pauses.entries()) {
        atMs += pauseMs
        time.after(atMs, () => journal.append([row(from)], (done) => (done.ok ? acknowledged.push(from) : undefined)))
      }
      time.runUntil(crashAtMs)
      disk.crash()
      const before = [...acknowledged]
      time.runUntil(1_000)
      const kept: number[] = []
      disk.open(afterOf(time)).open(
        ({ from }) => kept.push(from),
        () => undefined,
      )
      time.runUntil(2_000)
      expect(kept).toEqual(expect.arrayContaining(before))
      expect(new Set(kept).size).toBe(kept.length)
    }),
  )
})

test('[SIM5] a failed commit leaves nothing, and may be repeated without a second copy', () => {
  const time = createTime()
  const disk = diskOf('s', time)
  const journal = disk.open(afterOf(time))
  const results: boolean[] = []
  const append = (): void => journal.append([row(0)], ({ ok }) => results.push(ok))
  disk.addFull(1)
  append()
  time.runUntil(100)
  disk.addFull(-1)
  append()
  time.runUntil(200)
  append()
  time.runUntil(300)
  expect(results).toEqual([false, true, true])
  journal.read('log' as LogKey, 0, 1_000, (bodies) => expect(bodies).toEqual({ ok: true, value: ['body 0'] }))
  time.runUntil(400)
  expect.assertions(2)
})

test('[SIM6] a stand-in signature is one author over one text, in canonical form', () => {
  const signatures = createStandInSignatures()
  const alice = signatures.keyPairFromSeed(sha256('alice'))
  const bob = signatures.keyPairFromSeed(sha256('bob'))
  const signature = alice.sign('text')
  expect(isCanonicalKey(alice.author)).toBe(true)
  expect(isCanonicalSignature(signature)).toBe(true)
  expect(signatures.verify(alice.author, 'text', signature)).toBe(true)
  expect(signatures.verify(bob.author, 'text', signature)).toBe(false)
  expect(signatures.verify(alice.author, 'other', signature)).toBe(false)
  expect(signatures.verify(alice.author, 'text', bob.sign('text'))).toBe(false)
  expect(createStandInSignatures().verify(alice.author, 'text', signature)).toBe(false)
})
