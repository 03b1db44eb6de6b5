/** `tracord realm`: a closed realm run from the command line, on real folders, and by the very lines that the README shows. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hash.ts'
import { sealEntry } from '../../src/frames/chain.ts'
import type { Log } from '../../src/frames/log.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { AuthorKey } from '../../src/identity/signature.ts'
import { createNode } from '../../src/node/create.ts'
import { coreOf } from '../../src/node/state-vector.ts'
import { serve } from '../../src/server/index.ts'
import { agreed, until } from '../node/pair.ts'
import { tracord } from './paper.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-realm-'))
})
afterEach(async () => rm(dir, { recursive: true }))

const at = (name: string): string => join(dir, name)

/** The JSON that a command printed. */
async function told<T = Readonly<Record<string, unknown>>>(...args: readonly string[]): Promise<T> {
  const { code, out, err } = await tracord(...args, '--json')
  if (code !== 0) throw new Error(err)
  return JSON.parse(out) as T
}

/** What `members --json` prints, as far as it is looked at here. */
interface Shown {
  readonly members: readonly object[]
  readonly law: { readonly law: { readonly rules: readonly string[] } }
}

/** Some public key of which `isSo`. */
function keyThat(isSo: (key: string) => boolean): AuthorKey {
  for (let at = 0; ; at += 1) {
    const { author } = nodeSignatures.keyPairFromSeed(sha256(`seed ${at}`))
    if (isSo(author)) return author
  }
}

const LAW = { slots: { state: [{ k: 'atMost', n: 1 }] } }

/** A founder's folder, and one that joined it; returns their keys. */
async function two(): Promise<{ root: string; ann: string }> {
  await writeFile(at('law.json'), JSON.stringify(LAW))
  const { founder } = await told('realm', 'init', at('root'), '--name', 'plant', '--law', at('law.json'))
  const { key } = await told('realm', 'join', at('ann'), '--realm', join(at('root'), 'realm.json'))
  return { root: String(founder), ann: String(key) }
}

describe('tracord realm', () => {
  test('[CLI50] founds, joins, brings in, throws out, and shows who belongs', async () => {
    const { root, ann } = await two()
    await told('realm', 'invite', at('root'), ann, '--name', 'ann', '--roles', 'schema,write', '--weight', '500000')
    const { members } = await told<Shown>('realm', 'members', at('root'))
    expect(members).toMatchObject([
      { key: root, name: 'founder', parent: null },
      { key: ann, name: 'ann', roles: ['schema', 'write'], weight: 500_000, parent: root, removed: false },
    ])
    const dashed = keyThat((key) => key.startsWith('-'))
    await told('realm', 'invite', at('root'), dashed, '--name', 'dash')
    await told('realm', 'remove', at('root'), dashed)
    await told('realm', 'remove', at('root'), 'ann')
    const { out } = await tracord('realm', 'members', at('root'))
    expect(out).toMatch(/ann .*removed .*0\.5 vote .*by founder/)
  })

  test('[CLI51] makes law and revokes it; a rule that would not come into force is refused', async () => {
    await two()
    const { out: hash } = await tracord('realm', 'rule', at('root'), ':- state(X, "lost").')
    const { law } = await told<Shown>('realm', 'members', at('root'))
    expect(law.law.rules).toEqual([':- state(X, "lost").'])
    expect((await tracord('realm', 'revoke', at('root'), hash)).code).toBe(0)
    const after = await told<Shown>('realm', 'members', at('root'))
    expect(after.law.law.rules).toEqual([])
    expect(await tracord('realm', 'rule', at('root'), 'a(X')).toMatchObject({ code: 2, out: '' })
  })

  test('[CLI52] a successor takes the place of its founder by a word in a file', async () => {
    const { root, ann } = await two()
    const word = await tracord('realm', 'successor', at('root'), ann)
    await writeFile(at('word.json'), word.out)
    expect((await tracord('realm', 'succeed', at('ann'), at('word.json'))).code).toBe(0)
    const { members } = await told<Shown>('realm', 'members', at('ann'))
    expect(members).toMatchObject([{ key: ann, parent: null }, { key: root, parent: ann }])
  })

  test('[CLI53] what is not allowed is exit 1, what is wrong exit 2, each with one line', async () => {
    const { ann } = await two()
    const forbidden = await tracord('realm', 'invite', at('ann'), ann, '--name', 'me')
    expect(forbidden).toMatchObject({ code: 1, out: '' })
    expect(forbidden.err).toMatch(/^tracord: this node does not belong to the realm[^\n]*$/)
    for (const args of [
      ['members', at('nobody')],
      ['invite', at('root'), 'x', '--name', 'x'],
      ['invite', at('root'), ann],
      ['invite', at('root'), ann, '--name', 'a', '--weight', 'much'],
      ['join', at('new'), '--realm', at('law.json')],
      ['succeed', at('ann'), at('no.json')],
      ['init', at('new')],
    ]) {
      const { code, out, err } = await tracord('realm', ...args)
      expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(/^tracord: [^\n]+$/) as string })
    }
  })

  test('[CLI54] a server keeps a closed realm without belonging to it, and the exported case holds what counts', async () => {
    const { ann } = await two()
    await told('realm', 'invite', at('root'), ann, '--name', 'ann', '--weight', '400000')
    const text = (await readFile(join(at('root'), 'realm.json'), 'utf8')).trim()
    const server = await serve({ port: 0, dir: at('hub') })
    const connect = { connect: [server.url], beaconMs: 50 }
    const nodes = await Promise.all([
      createNode({ dir: at('root'), ...connect }),
      createNode({ dir: at('ann'), ...connect }),
      createNode({ realm: text, name: 'eve', ...connect }),
    ])
    const [root, node, eve] = nodes
    await eve.claim('d1', { state: 'gone' })
    await node.claim('d1', { state: 'open' })
    await root.claim('d1', { state: 'shut' })
    await until(() => root.certificate().entries === 3, root)
    await agreed(...nodes)
    expect(root.frame('d1')['state']).toMatchObject({ value: 'shut', status: 'consensus' })
    await Promise.all(nodes.map((one) => one.close()))
    await server.close()
    for (const folder of [at('root'), at('hub')]) {
      const realm = folder === at('hub') ? ['--realm', root.realm.id] : []
      const { out } = await tracord('export', '--case', folder, ...realm)
      const exported = JSON.parse(out) as { claims: { value: string }[]; policy: { quality: Record<string, number> } }
      expect(exported.claims.map(({ value }) => value).sort()).toEqual(['open', 'shut'])
      expect(exported.policy.quality).toEqual({ [ann]: 400_000 })
    }
  })
})

test('[CLI131] removals that their author undid are named, and what somebody above has to do', async () => {
  const [{ founder }, bob] = [await told('realm', 'init', at('root'), '--name', 'plant'), nodeSignatures.keyPairFromSeed(sha256('bob'))]
  await told('realm', 'invite', at('root'), bob.author, '--name', 'bob', '--roles', 'admin,write')
  const root = await createNode({ dir: at('root') })
  const [core, eve] = [coreOf(root), keyThat(() => true)]
  const log: Log = { realm: root.realm.id, domain: 'main', kind: 'realm', author: bob.author, epoch: 1 }
  const first = sealEntry(log, 0, null, 1, [{ k: 'invite', key: eve, name: 'eve', roles: ['write'] }], bob)
  core?.offer({ log, from: 0, prev: null, bodies: [first.text] }, 'x')
  for (const item of [{ k: 'remove', key: eve, cuts: [] }, { k: 'revoke', hash: first.id }] as const)
    core?.offer({ log, from: 1, prev: first.id, bodies: [sealEntry(log, 1, first.id, 2, [item], bob).text] }, 'x')
  await until(() => root.realm.undone().length === 1)
  await root.close()
  const shown = await tracord('realm', 'members', at('root'))
  expect(shown.out).toContain(`bob removed eve, and undid that by signing two entries for one place: somebody above has to remove ${eve}`)
  const members = await told('realm', 'members', at('root'))
  expect(members).toMatchObject({ undone: [{ by: bob.author, key: eve }], members: [{ key: founder }, {}, {}] })
  await told('realm', 'remove', at('root'), 'eve')
  expect(await told('realm', 'members', at('root'))).toMatchObject({ undone: [] })
})

test('[CLI55] the lines of the README run', async () => {
  const readme = await readFile('README.md', 'utf8')
  const block = /```sh\n(npx tracord realm init[^]*?)```/.exec(readme)?.[1] ?? ''
  const lines = block
    .split('\n')
    .map((line) => (line.split('  #')[0] ?? '').trim())
    .filter((line) => line !== '')
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.length).toBeLessThanOrEqual(10)
  const keys = new Map<string, string>()
  for (const line of lines.filter((one) => !one.includes('tracord serve'))) {
    const words = (line.split(' > ')[0] ?? '').replace(/^npx tracord /, '').match(/'[^']*'|\S+/g) ?? []
    // What follows the command's two words is a folder; so is what looks like a path.
    const placed = (word: string, place: number): string =>
      place === 2 || /^root\/|^word\.json$/.test(word) ? at(word) : word.replace(/^'|'$/g, '')
    const args = words.map((word, place) => keys.get(word) ?? placed(word, place))
    const { code, out, err } = await tracord(...args)
    expect({ line, code, err }).toEqual({ line, code: 0, err: '' })
    if (args[1] === 'join') keys.set(`$${/(\w+)$/.exec(args[2] ?? '')?.[1]?.toUpperCase() ?? ''}`, out.split('\n')[0] ?? '')
    const file = line.split(' > ')[1]
    if (file !== undefined) await writeFile(at(file), out)
  }
  expect(await told('realm', 'members', at('heir'))).toMatchObject({ members: [{}, {}] })
}, 60_000)
