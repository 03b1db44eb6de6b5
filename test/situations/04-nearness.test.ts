/** Situation 4, routing a session by nearness of meaning: the goal goes to the node that is about its words. */
import { expect, test } from 'vitest'
import type { Module } from '../../src/node/reasoning/module.ts'
import { isMet, placeOf, until } from './nodes.ts'

const any = (name: string): Module => ({
  ...{ name, version: '1', accepts: () => 500 },
  async *run({ goal: { goal } }) {
    yield { text: `by ${name}`, concludes: { frame: goal, slot: 'state', value: name } }
  },
})

test('[NOD228] of several that could answer, the nearest in meaning does', async () => {
  const place = await placeOf({
    'asking node': {},
    'paths between bays': { modules: [any('paths-to-bays')] },
    'prices of metals': { modules: [any('metal-prices')] },
  })
  await until(() => isMet(place), 'they see each other')
  const asking = place.node('asking node')
  expect(await asking.ask('shortest path between two bays', { hedgeMs: 5_000 })).toMatchObject({ conclusion: { value: 'paths-to-bays' } })
  expect(await asking.ask('price of a metal today', { hedgeMs: 5_000 })).toMatchObject({ conclusion: { value: 'metal-prices' } })
  await place.close()
})
