/** Closed realms by the library: who may do what, coded refusals, events; real folders and keys, wires in memory. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createNode } from '../../src/node/create.ts'
import type { NodeEvent, TracordNode } from '../../src/node/node.ts'
import { createHome } from './home.ts'
import { agreed, pair, until } from './pair.ts'

const { dir, kept } = createHome()
const FAST = { beaconMs: 20 }
const law = { slots: { state: { atMost: 1 } }, rules: [':- state(X, "lost").'] } as const

/** A founder and a joiner that are connected; the joiner is a stranger yet. */
async function two(): Promise<{ root: TracordNode; ann: TracordNode }> {
  const [left, right] = pair().ends
  const root = kept(await createNode({ name: 'root', closed: true, realm: 'plant', wires: [left], ...law, ...FAST }))
  const ann = kept(await createNode({ name: 'ann', realm: root.realm.founding, wires: [right], ...FAST }))
  return { root, ann }
}

describe('a closed realm', () => {
  test('[NOD176] is founded by an option, joined by its record, and stays what it is in a folder', async () => {
    const root = await createNode({ dir: dir(), closed: true, realm: 'plant', ...law })
    expect(root.realm).toMatchObject({ name: 'plant', isOpen: false })
    expect(root.realm.members()).toMatchObject([{ key: root.id, name: 'founder', parent: null, removed: false }])
    await root.realm.invite(root.id.replace(/^.{5}/, 'AAAAA'), { name: 'made up' })
    await root.close()
    expect((await readFile(join(dir(), 'realm.json'), 'utf8')).trim()).toBe(root.realm.founding)
    const again = kept(await createNode({ dir: dir() }))
    expect(again.realm.members().map(({ name }) => name)).toEqual(['founder', 'made up'])
    expect(again.certificate().digest).toBe(root.certificate().digest)
    const ann = kept(await createNode({ realm: again.realm.founding }))
    expect(ann.realm.id).toBe(again.realm.id)
  })

  test('[NOD177] brings in, hears, throws out: and both nodes say the same', async () => {
    const { root, ann } = await two()
    const events: NodeEvent[] = []
    root.subscribe((event) => void (['member', 'law', 'clash'].includes(event.type) && events.push(event)))
    await ann.claim('d1', { state: 'open' })
    expect(root.frame('d1')['state']).toBeUndefined()
    await root.realm.invite(ann.id, { name: 'ann', weight: 500_000, domains: ['main'] })
    await until(() => ann.certificate().digest === root.certificate().digest && root.frames().length === 1, root, ann)
    expect(root.frame('d1')['state']).toMatchObject({ value: 'open', weight: '500000' })
    const { hashes } = await root.realm.legislate({ rules: [':- state(X, "open").'], policy: { learn: false } })
    expect([...root.conflicts()]).toHaveLength(1)
    await root.realm.revoke(hashes[0] ?? '')
    expect([...root.conflicts()]).toHaveLength(0)
    await root.realm.remove(ann.id)
    await until(() => ann.realm.members().some(({ removed }) => removed), ann)
    await expect(ann.claim('d2', { state: 'open' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(root.frames()).toEqual(['d1'])
    expect(events).toEqual([
      { type: 'member', key: ann.id, name: 'ann', change: 'joined' },
      { type: 'law', added: hashes, dropped: [] },
      { type: 'law', added: [], dropped: hashes },
      { type: 'member', key: ann.id, name: 'ann', change: 'removed' },
    ])
  })

  test('[NOD178] refuses before anything is written what the caller may not do, and says why', async () => {
    const { root, ann } = await two()
    const refused = async (act: Promise<unknown>): Promise<string> => act.then(String, ({ code }: { code: string }) => code)
    expect(await refused(ann.realm.invite(ann.id, { name: 'me' }))).toBe('FORBIDDEN')
    await root.realm.invite(ann.id, { name: 'ann', roles: ['admin', 'write'], domains: ['doors'] })
    await until(() => ann.realm.members().length === 2, ann)
    const stranger = root.id.replace(/^.{5}/, 'AAAAA')
    const acts: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['FORBIDDEN', () => ann.claim('d1', { state: 'open' })],
      ['FORBIDDEN', () => ann.realm.legislate({ rules: [':- a(X, 1).'] })],
      ['FORBIDDEN', () => ann.realm.remove(root.id)],
      ['FORBIDDEN', () => ann.realm.invite(stranger, { name: 'x', roles: ['schema'] })],
      ['FORBIDDEN', () => ann.realm.invite(stranger, { name: 'x', domains: ['main'] })],
      ['FORBIDDEN', () => ann.realm.invite(root.id, { name: 'x' })],
      ['FORBIDDEN', () => ann.realm.successor(stranger)],
      ['UNKNOWN', () => root.realm.remove(stranger)],
      ['UNKNOWN', () => root.realm.revoke(root.realm.id)],
      ['BAD_INPUT', () => root.realm.revoke('x')],
      ['BAD_INPUT', () => root.realm.invite('x', { name: 'x' })],
      ['BAD_INPUT', () => root.realm.invite(stranger, { name: '' })],
      ['BAD_INPUT', () => root.realm.invite(stranger, { name: 'x', roles: ['king' as 'admin'] })],
      ['BAD_INPUT', () => root.realm.legislate({ rules: ['a(X'] })],
      ['BAD_INPUT', () => root.realm.legislate({ rules: [':- state(X, "lost").'] })],
      ['BAD_INPUT', () => root.realm.legislate({ policy: { learn: 'yes' as never } })],
      ['BAD_INPUT', () => root.realm.successor(root.id)],
      ['ABORTED', () => root.realm.invite(stranger, { name: 'x', signal: AbortSignal.abort() })],
    ]
    for (const [code, act] of acts) expect(await refused(act())).toBe(code)
    expect(root.realm.members()).toHaveLength(2)
    const trial = kept(await createNode({ realm: 'trial' }))
    expect([trial.realm.isOpen, trial.realm.members()]).toEqual([true, []])
    expect(await refused(trial.realm.invite(stranger, { name: 'x' }))).toBe('FORBIDDEN')
  })

  test('[NOD179] outlives its founder by a word that was signed beforehand', async () => {
    const { root, ann } = await two()
    const word = await root.realm.successor(ann.id)
    const forged = { ...word, sig: word.sig.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }
    await expect(ann.realm.succeed(forged)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await ann.realm.succeed(word)
    await until(() => root.realm.members()[0]?.key === ann.id, root)
    await ann.realm.remove(root.id, { keep: false })
    await until(() => root.realm.members()[1]?.removed === true, root)
    await agreed(root, ann)
    await expect(root.realm.invite(root.id, { name: 'me' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
