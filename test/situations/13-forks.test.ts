/** Situation 13, disputed reasoning: merged without loss, what conflicts kept in forks, and decided by more witnesses. */
import { expect, test } from 'vitest'
import { mergeReasoning, reasoningOf } from '../../src/traces/merge.ts'
import { agreed } from '../node/pair.ts'
import { placeOf } from './nodes.ts'

test('[NOD234] two nodes conclude differently: both traces stay, each way out can be read, a third node tips the verdict', async () => {
  const place = await placeOf({ a: {}, b: {}, c: {} })
  const [a, b, c] = [place.node('a'), place.node('b'), place.node('c')]
  const conclude = (value: string): Parameters<typeof a.publish>[0] => ({
    goal: 'how is the door',
    steps: [{ text: `it looks ${value}`, check: 'observe' }],
    concludes: { frame: 'd1', slot: 'state', value },
  })
  await a.publish(conclude('open'))
  await b.publish(conclude('closed'))
  await agreed(a, b, c)
  expect(a.frame('d1')['state']).toMatchObject({ value: undefined, status: 'undecided' })
  const [conflict] = a.conflicts()
  expect(conflict!.forks.map((fork) => b.at(fork).frame('d1')['state']?.value).toSorted()).toEqual(['closed', 'open'])
  const traces = a.traces().map(({ id }) => a.trace(id).trace)
  expect(mergeReasoning('how is the door', traces.map(reasoningOf))).toMatchObject({ steps: { length: 2 }, conclusions: { length: 2 } })
  await c.publish(conclude('closed'))
  await agreed(a, b, c)
  for (const node of [a, b, c]) expect(node.frame('d1')['state']).toMatchObject({ value: 'closed', status: 'consensus' })
  await place.close()
})
