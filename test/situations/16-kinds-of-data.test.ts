/** Situation 16, kinds of data on specialised nodes: text, numbers, series and files, each reasoned about where it is known how. */
import { expect, test } from 'vitest'
import { agreed } from '../node/pair.ts'
import { isMet, moduleOf, placeOf, until } from './nodes.ts'

const texts = moduleOf('text', async function* ({ frames, claimsOf }) {
  const value = String(frames('note')['body']?.value)
  const uses = claimsOf({ frame: 'note', slot: 'body', value })
  yield { text: 'read', uses, concludes: { frame: 'note', slot: 'state', value: value.includes('urgent') ? 'urgent' : 'calm' } }
})
const numbers = moduleOf('series', async function* ({ frames, claimsOf }) {
  const points = ['t0', 't1', 't2'].map((id) => ({ id, value: frames(id)['kelvin']?.value as number }))
  const uses = points.flatMap(({ id, value }) => claimsOf({ frame: id, slot: 'kelvin', value }))
  const sum = points.map(({ value }) => String(value)).join('+')
  const mean = points.reduce((total, { value }) => total + value, 0) / points.length
  const check = { k: 'arith' as const, expr: `(${sum})/3`, value: mean }
  yield { id: 'mean', text: 'mean', uses, check, gives: { frame: 'oven', slot: 'mean', value: mean } }
  yield { text: 'warm', uses: ['mean'], concludes: { frame: 'oven', slot: 'state', value: mean > 300 ? 'hot' : 'cold' } }
})
const files = moduleOf('file', async function* ({ frames, claimsOf }) {
  const { value } = frames('scan')['sha256'] ?? {}
  const uses = claimsOf({ frame: 'scan', slot: 'sha256', value: String(value) })
  yield { text: 'compared', uses, concludes: { frame: 'scan', slot: 'state', value: value === 'ab12' ? 'genuine' : 'altered' } }
})

test('[NOD236] each goal is answered by the node that knows its kind of data, whoever asks', async () => {
  const place = await placeOf({ gateway: {}, reader: { modules: [texts] }, meter: { modules: [numbers] }, archive: { modules: [files] } })
  const gateway = place.node('gateway')
  await gateway.claim('note', { body: 'urgent: bay 4 floods' })
  for (const [at, kelvin] of [310, 320, 330].entries()) await gateway.claim(`t${at}`, { kelvin, at: new Date(at * 1_000) })
  await gateway.claim('scan', { file: 's3://scans/7.tif', sha256: 'ab12' })
  await agreed(...place.nodes())
  await until(() => isMet(place), 'they see each other')
  const expected = [
    ['what does the text say', 'urgent', 'reader'],
    ['what does the series show', 'hot', 'meter'],
    ['is the file genuine', 'genuine', 'archive'],
  ] as const
  for (const [goal, value, name] of expected) {
    const answer = await gateway.ask(goal)
    expect(answer).toMatchObject({ conclusion: { value }, standing: 'clear' })
    expect(gateway.trace(answer.trace ?? '').trace.by).toBe(place.node(name).id)
  }
  await place.close()
})
