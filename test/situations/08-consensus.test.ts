/** Situation 8, the consensus check: the network says in numbers how far its reasoning agrees. */
import { expect, test } from 'vitest'
import { agreed } from '../node/pair.ts'
import { placeOf } from './nodes.ts'

test('[NOD230] eleven of twelve conclusions agree: convergence is over 90 percent, and the same on every node', async () => {
  const place = await placeOf({ a: {}, b: {}, c: {} })
  for (const [at, node] of place.nodes().entries()) {
    for (const goal of ['one', 'two', 'three', 'four']) {
      const value = at === 2 && goal === 'four' ? 'other' : 'same'
      await node.publish({ goal, steps: [{ text: `seen by ${node.name}` }], concludes: { frame: goal, slot: 'state', value } })
    }
  }
  await agreed(...place.nodes())
  for (const node of place.nodes()) {
    const { convergence, depth, conflictRate, published } = node.metrics()
    expect(convergence).toEqual({ ppm: 916_666, goals: 4, traces: 12 })
    expect(depth).toEqual({ least: 3, deep: 4, goals: 4 })
    expect([conflictRate.ppm, published]).toEqual([0, 12])
  }
  await place.close()
})
