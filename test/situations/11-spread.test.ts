/** Situation 11, new knowledge: what one node learns is known to those who never met it. */
import { expect, test } from 'vitest'
import { agreed } from '../node/pair.ts'
import { placeOf } from './nodes.ts'

test('[NOD233] a claim, and what was concluded from it, reach a node two connections away, with their authors', async () => {
  const place = await placeOf({ a: {}, b: {} })
  await place.add('c', ['b'])
  const seen = await place.node('a').claim('d1', { state: 'open' })
  await agreed(...place.nodes())
  await place.node('b').publish({
    goal: 'is the way free',
    steps: [{ id: 's', text: 'the door is open', uses: seen.ids }],
    concludes: { frame: 'way', slot: 'state', value: 'free' },
  })
  await agreed(...place.nodes())
  expect(place.node('c').frame('d1')['state']).toMatchObject({ value: 'open', by: [place.node('a').id] })
  expect(place.node('c').traces()).toMatchObject([{ goal: 'is the way free', by: place.node('b').id, standing: 'clear' }])
  await place.close()
})
