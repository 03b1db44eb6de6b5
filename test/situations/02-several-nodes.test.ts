/** Situation 2, reasoning over several nodes: one asks, another reasons, over what a third said. */
import { expect, test } from 'vitest'
import { agreed } from '../node/pair.ts'
import { isMet, moduleOf, placeOf, until } from './nodes.ts'

test('[NOD226] a goal asked on one node is reasoned on another over a claim of a third, and all hold the trace', async () => {
  const routes = moduleOf('route', async function* ({ frames, claimsOf }) {
    const { value } = frames('d1')['state'] ?? {}
    const uses = claimsOf({ frame: 'd1', slot: 'state', value: String(value) })
    const way = value === 'open' ? 'free' : 'blocked'
    yield { text: `door d1 is ${String(value)}`, uses, concludes: { frame: 'r7', slot: 'state', value: way } }
  })
  const place = await placeOf({ asking: {}, sensor: {}, planner: { modules: [routes] } })
  const seen = await place.node('sensor').claim('d1', { state: 'open' })
  await agreed(...place.nodes())
  await until(() => isMet(place), 'they see each other')
  const answer = await place.node('asking').ask('is the route free')
  expect(answer).toMatchObject({ conclusion: { frame: 'r7', value: 'free' }, standing: 'clear' })
  expect(answer.route).toEqual([place.node('asking').id, place.node('planner').id])
  await agreed(...place.nodes())
  await place.node('sensor').withdraw(seen, 'the lidar was dirty')
  await agreed(...place.nodes())
  for (const node of place.nodes()) expect(node.trace(answer.trace ?? '')).toMatchObject({ coherent: false, missing: seen.ids })
  expect(place.node('asking').frame('r7')).toEqual({})
  await place.close()
})
