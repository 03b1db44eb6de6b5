/** Situation 3, a conflict of frames after synchronisation: found on every node, with a proof and its ways out. */
import { expect, test } from 'vitest'
import { agreed } from '../node/pair.ts'
import { placeOf } from './nodes.ts'

test('[NOD227] what two nodes said apart is one conflict on both, with the same name, claims and forks', async () => {
  const place = await placeOf({ a: {}, b: {} })
  const [a, b] = [place.node('a'), place.node('b')]
  place.cut('a', 'b')
  await a.claim('d1', { state: 'open' })
  await b.claim('d1', { state: 'closed' })
  expect([...a.conflicts(), ...b.conflicts()]).toEqual([])
  place.mend('a', 'b')
  await agreed(a, b)
  const [found] = a.conflicts()
  expect([...b.conflicts()]).toEqual([found])
  expect(found).toMatchObject({ severity: 'hard', undecided: true, forks: { length: 2 }, claims: { length: 2 } })
  const values = found!.forks.map((fork) => a.at(fork).frame('d1')['state']?.value)
  expect(values.toSorted()).toEqual(['closed', 'open'])
  await place.close()
})
