/** Serving: ranges from memory and journal end on verified entries, keep near the size asked for, and never cross what is held. */
import { fc } from '../seeded.ts'
import { expect, test } from 'vitest'
import { sha256 } from '../../src/base/hash.ts'
import { openRange, sealEntry, type Link } from '../../src/frames/chain.ts'
import type { Range } from '../../src/frames/entry.ts'
import { realmOf } from '../../src/frames/founding.ts'
import { logKeyOf, type Log } from '../../src/frames/log.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { createHoldings } from '../../src/node/core/holdings.ts'
import { createMemoryJournal } from '../../src/node/memory-journal.ts'
import { serveRange } from '../../src/node/core/serving.ts'
import { createVirtualClock, door, foundingOf } from './world.ts'

const keyPair = nodeSignatures.keyPairFromSeed(sha256('seed of the author'))
const log: Log = { realm: realmOf(foundingOf()), domain: 'main', kind: 'frames', author: keyPair.author, epoch: 1 }
const links: Link[] = []
for (let seq = 0; seq < 40; seq += 1) {
  links.push(sealEntry(log, seq, links.at(-1)?.id ?? null, seq, [door(`d${seq}`, 'x'.repeat(seq * 7))], keyPair))
}

test('[NOD7] a served range begins where it was asked for and proves itself, wherever its bodies lie', () => {
  fc.assert(
    fc.property(
      fc.nat(39),
      fc.integer({ min: 1, max: 9_000 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5 }),
      (from, charsMax, rows) => {
        const clock = createVirtualClock()
        const holdings = createHoldings(2_000)
        const journal = createMemoryJournal(clock)
        journal.open(
          () => undefined,
          () => undefined,
        )
        clock.pass(1)
        let count = 0
        for (const length of [...rows, 40]) {
          const taken = links.slice(count, count + length)
          if (taken.length === 0) break
          const holding = holdings.grow(log, taken)
          const bodies = taken.map(({ text }) => text)
          journal.append([{ log: holding.key, from: count, bodies, ids: taken.map(({ id }) => id), seenAt: 0 }], () => undefined)
          count += taken.length
          holding.durable = holding.counted = count
          holdings.trim()
        }
        let served: Range | null = null
        const parts = { holdings, journal, self: keyPair.author, pruning: { isPruned: () => false } }
        serveRange(parts, { key: logKeyOf(log), from, charsMax }, (range) => (served = range))
        clock.pass(1)
        const range = served as Range | null
        expect(range?.from).toBe(from)
        expect(range === null ? undefined : openRange(range, nodeSignatures).ok).toBe(true)
        expect(holdings.get(logKeyOf(log))?.ends).toContain(from + (range?.bodies.length ?? 0))
        expect(holdings.get(logKeyOf(log))?.recent.join('').length).toBeLessThan(12_000)
      },
    ),
    { numRuns: 60 },
  )
})
