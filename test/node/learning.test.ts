/** Learning in live nodes: whoever holds the same entries has learned the same, in whatever order they came, and after a restart too. */
import { expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import type { LawInput } from '../../src/frames/read-law.ts'
import type { Core } from '../../src/node/core/core.ts'
import { boot, connect, createVirtualClock, door, foundingOf, writing, type VirtualClock } from './world.ts'

const LONG_MS = 60_000
const LAW: LawInput = { slots: { state: [{ k: 'atMost', n: 1 }, { k: 'enum', values: ['open', 'shut'] }] }, policy: { learn: true } }
const founding = foundingOf(LAW)

/** Writes `count` entries of one claim each: of every door its true state, but for `wrong` in a thousand. */
function answer(clock: VirtualClock, core: Core, count: number, wrong: number): void {
  const random = createRandom(`answers of ${core.name}`)
  for (let number = 0; number < count; number += 1) {
    const isRight = random.below(1_000) >= wrong
    writing(core, [door(`d${number}`, (number % 2 === 0) === isRight ? 'open' : 'shut')])
    clock.pass(2)
  }
}

test('[SEM225] nodes with the same entries have learned the same from the same sealed entries, restarted ones too', () => {
  const clock = createVirtualClock()
  const started = (['a', 'b', 'c', 'd'] as const).map((name) => boot(clock, name, undefined, { founding }))
  const cores = started.map(({ core }) => core)
  const [a, b, c, d] = cores as [Core, Core, Core, Core]
  answer(clock, a, 300, 50)
  answer(clock, b, 260, 60)
  answer(clock, c, 256, 450)
  answer(clock, d, 255, 0)
  connect(clock, c, a)
  clock.pass(3_000)
  connect(clock, b, c)
  connect(clock, d, b)
  clock.pass(10_000)
  expect(new Set(cores.map((core) => core.certificate().digest)).size).toBe(1)
  const learned = a.engine.learned()
  for (const core of cores) expect(core.engine.learned()).toEqual(learned)
  // Nobody passed 256 entries but the first three, and of each what goes beyond is not read yet.
  expect(Object.keys(learned?.quality ?? {}).sort()).toEqual([a.author, b.author, c.author].sort())
  const sureOf = (core: Core): number => learned?.quality[core.author] ?? 0
  expect(Math.min(sureOf(a), sureOf(b))).toBeGreaterThan(sureOf(c) + 200_000)
  const again = boot(clock, 'b', started[1]?.disk, { founding })
  expect(again.core.engine.learned()).toEqual(learned)
  expect(again.core.certificate().verdict).toBe(a.certificate().verdict)
}, LONG_MS)

test('[SEM225] an entry that seals 256 changes the weights that all nodes count by', () => {
  const clock = createVirtualClock()
  const [{ core: a }, { core: b }] = [boot(clock, 'a', undefined, { founding }), boot(clock, 'b', undefined, { founding })]
  connect(clock, a, b)
  answer(clock, a, 255, 0)
  clock.pass(3_000)
  expect(b.engine.learned()?.quality).toEqual({})
  writing(a, [door('one more', 'open')])
  clock.pass(3_000)
  expect(Object.keys(b.engine.learned()?.quality ?? {})).toEqual([a.author])
  expect(b.certificate().digest).toBe(a.certificate().digest)
}, LONG_MS)
