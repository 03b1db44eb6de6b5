/** A floor in live nodes: whoever falls below it is named alike by all that hold the same, counts less, and recovers. */
import { expect, test } from 'vitest'
import type { Item } from '../../src/frames/item.ts'
import { showValue } from '../../src/frames/value.ts'
import type { LawInput } from '../../src/frames/read-law.ts'
import type { Core } from '../../src/node/core/core.ts'
import { createNode } from '../../src/node/create.ts'
import { fingerprintsOf } from '../../src/node/reasoning/fingerprint.ts'
import { agreed, pair } from './pair.ts'
import { boot, connect, createVirtualClock, door, foundingOf, writing, type VirtualClock } from './world.ts'

const LONG_MS = 60_000
const FLOOR = { quality: 800_000, weight: 500_000, block: 4, window: 16 }
const LAW: LawInput = { slots: { state: [{ k: 'atMost', n: 1 }] }, policy: { floor: FLOOR } }
const founding = foundingOf(LAW)

function wrote(clock: VirtualClock, core: Core, items: readonly Item[]): readonly string[] {
  return items.map((item) => {
    const outcome = writing(core, [item])
    clock.pass(5)
    return outcome.claimed?.ids[0] ?? ''
  })
}

const statesOf = (core: Core): readonly string[] =>
  core.engine.standingsOf('d').map(({ value, status }) => `${showValue(value)} ${status}`)

test('[NOD280] who falls below the floor is named alike by every node, restarted ones too; a tie turns, and turns back', () => {
  const clock = createVirtualClock()
  const started = (['a', 'b', 'c'] as const).map((name) => boot(clock, name, undefined, { founding }))
  const [a, b, c] = started.map(({ core }) => core) as [Core, Core, Core]
  connect(clock, a, c)
  const link = connect(clock, b, c)
  wrote(clock, a, [door('d', 'open')])
  const [, ...own] = wrote(clock, b, [door('d', 'shut'), ...['e', 'f', 'g'].map((frame) => door(frame, 'shut'))])
  clock.pass(3_000)
  expect(statesOf(c)).toEqual(['"open" undecided', '"shut" undecided'])
  wrote(clock, b, own.map((claim) => ({ k: 'withdraw', claim })))
  expect(b.engine.fallen()).toEqual([]) // its second block is not full
  wrote(clock, b, [door('h', 'shut')])
  link.cut()
  clock.pass(3_000)
  expect(c.engine.fallen()).toMatchObject([{ author: b.author, quality: 400_000, items: 5, withdrawn: 3 }])
  expect(statesOf(c)).toEqual(['"open" consensus', '"shut" rejected'])
  for (const core of [a, b]) expect(core.certificate().digest).toBe(c.certificate().digest)
  const named = [{ author: b.author, quality: null, fallen: { quality: 400_000 } }]
  for (const core of [a, b, c]) expect(fingerprintsOf(core.engine)).toMatchObject(named)
  const again = boot(clock, 'c', started[2]?.disk, { founding })
  expect(again.core.engine.fallen()).toEqual(c.engine.fallen())
  expect(again.core.certificate().verdict).toBe(c.certificate().verdict)

  connect(clock, b, c)
  wrote(clock, b, Array.from({ length: 16 }, (_, at) => door(`i${at}`, 'shut')))
  clock.pass(5_000)
  for (const core of [a, b, c]) expect(core.engine.fallen()).toEqual([])
  expect(statesOf(a)).toEqual(['"open" undecided', '"shut" undecided'])
  expect(a.certificate().digest).toBe(b.certificate().digest)
}, LONG_MS)

test('[NOD281] in a closed realm a floor that is decreed later measures what was said before; revoked, it leaves no trace', async () => {
  const [left, right] = pair().ends
  const law = { slots: { state: { atMost: 1 } } } as const
  const root = await createNode({ name: 'root', closed: true, realm: 'plant', wires: [left], beaconMs: 20, ...law })
  const ann = await createNode({ name: 'ann', realm: root.realm.founding, wires: [right], beaconMs: 20 })
  await root.realm.invite(ann.id, { name: 'ann' })
  await agreed(root, ann)
  const { ids } = await ann.claim('d', { state: 'open' })
  await ann.withdraw(ids[0] ?? '')
  await ann.claim('e', { state: 'open' })
  await agreed(root, ann)
  const policy = { floor: { ...FLOOR, block: 1 } }
  const { hashes } = await root.realm.legislate({ policy })
  await agreed(root, ann)
  for (const node of [root, ann]) {
    expect(node.metrics().fallen).toBe(1)
    expect(node.fingerprints()).toMatchObject([{ author: ann.id, fallen: { quality: 500_000, weight: 500_000, items: 2 } }])
    expect(node.frame('e')['state']?.weight).toBe('500000')
  }
  await root.realm.revoke(hashes[0] ?? '')
  await agreed(root, ann)
  for (const node of [root, ann]) {
    expect([node.metrics().fallen, node.fingerprints()]).toEqual([0, []])
    expect(node.frame('e')['state']?.weight).toBe('1000000')
  }
  await Promise.all([root.close(), ann.close()])
})
