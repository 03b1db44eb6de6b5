/** Situation 19, adding nodes while everything runs: a newcomer has everything, is asked, and counts. */
import { expect, test } from 'vitest'
import { agreed } from '../node/pair.ts'
import { isMet, knowing, placeOf, until } from './nodes.ts'

test('[NOD237] a node that joins in the middle of it holds all that was said, and answers what only it can', async () => {
  const place = await placeOf({ a: { modules: [knowing('doors', 'open')] }, b: {} })
  const [a, b] = [place.node('a'), place.node('b')]
  const writing = Promise.all(Array.from({ length: 100 }, (_, at) => a.claim(`f${at}`, { state: 'known' })))
  const { trace } = await b.ask('the doors', { model: 'master', centre: a.id }).catch(async () => {
    await until(() => isMet(place), 'they see each other')
    return b.ask('the doors')
  })
  const c = await place.add('c', ['a'], { modules: [knowing('maps', 'new')] })
  await writing
  await agreed(a, b, c)
  expect(c.trace(trace ?? '')).toMatchObject({ coherent: true, standing: 'clear' })
  expect(c.frames()).toHaveLength(101)
  await until(() => isMet(place), 'all see the newcomer')
  const answer = await b.ask('which maps are there')
  expect(answer).toMatchObject({ conclusion: { value: 'new' }, standing: 'clear' })
  expect(answer.route.at(-1)).toBe(c.id)
  await place.close()
})
