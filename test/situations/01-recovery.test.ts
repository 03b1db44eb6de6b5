/** Situation 1, recovery from a network failure: what is said while apart is a shadow, then all agree, and nothing is lost. */
import { expect, test } from 'vitest'
import { agreed } from '../node/pair.ts'
import { placeOf, until } from './nodes.ts'

test('[NOD225] nodes that were cut off go on, say so, and come to one verdict by themselves when the link is back', async () => {
  const place = await placeOf({ a: {}, b: {}, c: {} })
  const [a, b, c] = [place.node('a'), place.node('b'), place.node('c')]
  place.isolate('a')
  await a.claim('d1', { state: 'open' })
  await b.claim('d1', { state: 'closed' })
  await c.claim('d1', { state: 'closed' })
  expect(a.frame('d1')['state']).toMatchObject({ value: 'open', status: 'clear', provisional: true })
  place.mend('a', 'b')
  await agreed(a, b, c)
  for (const node of place.nodes()) expect(node.frame('d1')['state']).toMatchObject({ value: 'closed', status: 'consensus' })
  expect(a.frame('d1')['state']?.others).toMatchObject([{ value: 'open', status: 'rejected' }])
  await until(() => a.status().provisional === 0, 'what a said is confirmed')
  await place.close()
})
