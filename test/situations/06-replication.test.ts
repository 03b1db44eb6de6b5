/** Situation 6, monitored replication of traces: hashes are compared, and only what is missing goes over. */
import { expect, test } from 'vitest'
import { agreed } from '../node/pair.ts'
import { knowing, placeOf } from './nodes.ts'

test('[NOD229] a trace told while a node was away comes by its difference, with the same hashes, steps and verdict', async () => {
  const place = await placeOf({ a: { modules: [knowing('doors', 'open')] }, b: {} })
  const [a, b] = [place.node('a'), place.node('b')]
  for (let at = 0; at < 50; at++) await a.claim(`f${at}`, { state: 'known' })
  await agreed(a, b)
  place.cut('a', 'b')
  const before = b.status().bytes.received
  const { trace } = await a.ask('how are the doors')
  expect(() => b.trace(trace ?? '')).toThrow(/holds no trace/)
  place.mend('a', 'b')
  await agreed(a, b)
  expect(b.trace(trace ?? '')).toEqual(a.trace(trace ?? ''))
  expect(b.certificate().digest).toBe(a.certificate().digest)
  expect(b.status().bytes.received - before).toBeLessThan(before)
  await place.close()
})
