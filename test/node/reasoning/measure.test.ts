/** Measure: what metrics cost, and that they are of now. */
import { expect, test, vi } from 'vitest'
import { networkOf } from './network.ts'

test('[NOD275] M2 walks over the statements only where the judgement is another, and is always of now', async () => {
  const network = await networkOf(['a', 'b'])
  const { core, reasoning } = network.member('a')
  core.engine.adopt({ ...core.founding, slots: { state: [{ k: 'atMost', n: 1 }] } })
  const say = (name: string, frame: string, value: string): Promise<unknown> =>
    network.until(
      new Promise((resolve) => {
        network.member(name).core.write([{ k: 'claim', frame, slot: 'state', value }], resolve)
      }),
    )
  await say('a', 'd1', 'open')
  await say('b', 'd2', 'open')
  await network.pass(1_000)
  const walk = vi.spyOn(core.engine, 'standings')
  for (let asked = 0; asked < 5; asked++) expect(reasoning.metrics().conflictRate).toEqual({ ppm: 0, frames: 2, unsettled: 0 })
  expect(walk).toHaveBeenCalledTimes(1)
  await say('b', 'd1', 'shut')
  await network.pass(1_000)
  expect(reasoning.metrics().conflictRate).toEqual({ ppm: 500_000, frames: 2, unsettled: 1 })
  // Nothing disputed changes by this, and no entry comes: a frame goes all the same.
  core.engine.exclude(network.member('b').id)
  expect(reasoning.metrics().conflictRate).toEqual({ ppm: 0, frames: 1, unsettled: 0 })
})
