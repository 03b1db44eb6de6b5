/** Situation 12, the health of a node by its fingerprint: others see how its reasoning fares, and see it recover. */
import { expect, test } from 'vitest'
import type { TraceInput } from '../../src/node/reasoning/trace-input.ts'
import { agreed } from '../node/pair.ts'
import { placeOf } from './nodes.ts'

const about = (frame: string, value: string): TraceInput => ({
  goal: `how is ${frame}`,
  steps: [{ text: `it looks ${value}` }],
  concludes: { frame, slot: 'state', value },
})

test('[NOD238] a node whose conclusions are contested falls in quality on every node alike, and recovers when it improves', async () => {
  const place = await placeOf({ a: {}, b: {}, c: {} })
  const [a, b, c] = [place.node('a'), place.node('b'), place.node('c')]
  const qualityOf = (): readonly (number | null | undefined)[] =>
    place.nodes().map((node) => node.fingerprints().find(({ author }) => author === c.id)?.quality)
  await a.publish(about('d1', 'open'))
  await b.publish(about('d1', 'open'))
  await c.publish(about('d1', 'closed'))
  await agreed(a, b, c)
  expect(qualityOf()).toEqual([500_000, 500_000, 500_000])
  expect(a.fingerprints()).toEqual(c.fingerprints())
  expect(a.fingerprints().find(({ author }) => author === a.id)).toMatchObject({ published: 1, accepted: 1, quality: 1_000_000 })
  for (const frame of ['d2', 'd3', 'd4']) await c.publish(about(frame, 'open'))
  await agreed(a, b, c)
  expect(qualityOf()).toEqual([875_000, 875_000, 875_000])
  await expect(c.publish({ ...about('d5', 'open'), steps: [{ check: { k: 'arith', expr: '2*2', value: 5 } }] })).rejects.toMatchObject({
    code: 'REFUSED',
  })
  await place.close()
})
