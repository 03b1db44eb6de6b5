/** Situation 9, decisions without a centre: any node may be missing, and the others decide the same. */
import { expect, test } from 'vitest'
import { isMet, knowing, placeOf, until } from './nodes.ts'

test.each(['a', 'b', 'c', 'd'])('[NOD231] without %s the others ask each other and come to one verdict', async (missing) => {
  const modules = [knowing('doors', 'open')]
  const place = await placeOf({ a: { modules }, b: { modules }, c: { modules }, d: { modules } })
  await until(() => isMet(place), 'they see each other')
  place.isolate(missing)
  const rest = place.nodes().filter(({ name }) => name !== missing)
  const answers = await Promise.all(rest.map((node) => node.ask('how are the doors', { model: 'swarm' })))
  for (const { conclusion } of answers) expect(conclusion).toMatchObject({ frame: 'about-doors', value: 'open' })
  await until(() => new Set(rest.map((node) => node.certificate().digest)).size === 1, 'the rest certifies alike')
  await place.close()
})
