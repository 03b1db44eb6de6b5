/** Situation 14, a session moves off a node that fails, or that is taken down for maintenance. */
import { expect, test } from 'vitest'
import type { Module } from '../../src/node/reasoning/module.ts'
import { isMet, moduleOf, placeOf, until } from './nodes.ts'

/** Tells two steps, and waits for ever where it began; goes on and concludes where others did. */
const relay: Module = moduleOf('doors', async function* ({ previous, signal }) {
  if (previous.length === 0) {
    yield { id: 'one', text: 'first' }
    yield { id: 'two', text: 'second', uses: ['one'] }
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  }
  const uses = previous.filter(({ text }) => text === 'second').map(({ id }) => id)
  yield { text: 'third', uses, concludes: { frame: 'doors', slot: 'state', value: 'open' } }
})

test.each(['isolate', 'drain'] as const)('[NOD235] %s: another node finishes from the last step, with one vote', async (how) => {
  const place = await placeOf({ a: { modules: [relay] }, b: { modules: [relay] }, c: { modules: [relay] } })
  await until(() => isMet(place), 'they see each other')
  const [a, b] = [place.node('a'), place.node('b')]
  const asked = a.ask('the doors', { model: 'master', centre: a.id })
  asked.then(undefined, () => undefined)
  await until(() => b.sessions().some(({ steps }) => steps === 2), 'two steps are told')
  if (how === 'isolate') place.isolate('a')
  else await a.drain()
  await until(() => b.traces().length > 0 && b.frame('doors')['state']?.status === 'clear', 'another concludes')
  const { id } = b.traces()[0]!
  const view = b.trace(id)
  expect(view.trace.steps.map(({ text }) => text).toSorted()).toEqual(['first', 'second', 'third'])
  expect([...new Set(Object.values(view.makers))]).toHaveLength(2)
  expect(b.frame('doors')['state']?.weight).toBe('1000000')
  await place.close()
})
