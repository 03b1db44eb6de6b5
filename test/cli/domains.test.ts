/** Commands on the folder of a node of some domains, beside what the node itself says. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'
import { serve } from '../../src/server/index.ts'
import { startServer } from '../processes/server.ts'
import { tracord } from './paper.ts'

const LAW = { slots: { state: { atMost: 1 } }, rules: [':- state(D, "closed"), via(R, D).'] } as const

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-domains-'))
})
afterEach(async () => rm(dir, { recursive: true }))

const folder = (): string => join(dir, 'data')

/** A node that wrote in two domains, and holds one of them now. */
async function gateway(): Promise<TracordNode> {
  const node = await createNode({ dir: folder(), ...LAW })
  await node.claim('routes/r7', { via: { ref: 'doors/d1' } })
  await node.claim('doors/d1', { state: 'closed' })
  await node.claim('doors/d2', { via: { ref: 'routes/r9' } })
  await node.hold(['doors'])
  return node
}

async function told<T = Readonly<Record<string, unknown>>>(...args: readonly string[]): Promise<T> {
  const { code, out, err } = await tracord(...args, '--json')
  if (code !== 0) throw new Error(err)
  return JSON.parse(out) as T
}

test('[CLI128] the folder of a node of some domains is read and judged as the node does', async () => {
  const node = await gateway()
  const [unjudged, { digest, entries }] = [node.unjudged(), node.certificate()]
  expect([unjudged.length, entries]).toEqual([1, 2])
  await node.close()

  const { folders } = await told<{ folders: readonly object[] }>('inspect', folder())
  expect(folders).toMatchObject([{ domains: ['doors'], left: 1, entries: 2, claims: 2, conflicts: [], unjudged }])
  const inspected = await tracord('inspect', folder())
  expect(inspected.out).toContain('doors only; 1 entry of others are left where they are')
  expect(inspected.out).toMatch(/the rule ".*" needs routes\/r9, of the domain routes/)

  const story = await told<{ moments: readonly object[]; domains: unknown; unjudged: unknown }>('log', folder())
  expect([story.moments.length, story.domains, story.unjudged]).toEqual([2, ['doors'], unjudged])
  expect((await tracord('log', folder())).out).toMatch(/holds doors only[^]*needs routes\/r9/)

  const difference = await told('diff', folder(), '0')
  expect(difference).toMatchObject({ domains: ['doors'], unjudged, to: { digest, entries: 2 }, opened: [] })
  expect((await tracord('diff', folder(), '0')).out).toMatch(/holds doors only[^]*needs routes\/r9/)

  const answers = [{ values: { R: { ref: 'doors/d2' } } }]
  expect(await told('query', folder(), 'via(R, D)')).toMatchObject({ answers, domains: ['doors'], unjudged })
  expect((await tracord('query', folder(), 'via(R, D)')).out).toMatch(/of doors only[^]*needs routes\/r9/)

  const { out, err } = await tracord('export', '--case', folder())
  expect((JSON.parse(out) as { claims: readonly object[] }).claims).toHaveLength(2)
  expect(err).toMatch(/the case is of doors only[^]*not judged by the node: the rule ".*" needs routes\/r9/)

  const all = await createNode({ dir: folder() })
  expect([...all.conflicts()]).toHaveLength(1)
  await all.close()
  expect((await told<{ folders: readonly object[] }>('inspect', folder())).folders).toMatchObject([
    { domains: null, left: 0, entries: 3, conflicts: [{}], unjudged: [] },
  ])
})

test('[CLI129] serve --domains holds these only, but where the configuration says otherwise', async () => {
  const [realm, config] = [join(dir, 'doors.json'), join(dir, 'config.json')]
  await writeFile(realm, JSON.stringify({ name: 'doors' }))
  await writeFile(config, JSON.stringify({ yard: { domains: ['c'] } }))
  const server = await startServer('--port', '0', '--realm', realm, '--domains', 'b, a', '--config', config)
  const yard = await createNode({ realm: 'yard', connect: [server.url], beaconMs: 50 })
  type Listed = { readonly realms: readonly { readonly name: string; readonly certificate: { readonly domains?: readonly string[] } }[] }
  const listed = async (): Promise<Listed['realms']> =>
    ((await (await fetch(`${server.url.replace('ws', 'http')}/realms`)).json()) as Listed).realms
  while ((await listed()).length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  const held = (await listed()).map(({ name, certificate }) => [name, certificate.domains])
  expect(Object.fromEntries(held)).toEqual({ doors: ['a', 'b'], yard: ['c'] })
  await yard.close()
  await server.end('SIGTERM')
  for (const list of ['a/b', ' , ']) {
    const { code, err } = await tracord('serve', '--port', '0', '--domains', list)
    expect([code, err]).toEqual([2, expect.stringMatching(/^tracord: [^\n]+$/)])
  }
}, 60_000)

test('[CLI130] acts on a folder leave its node the domains that it held', async () => {
  const root = await createNode({ dir: folder(), closed: true, realm: 'plant', domains: ['doors'] })
  const [{ id: realm }, record] = [root.realm, root.realm.founding]
  await root.close()
  await writeFile(join(dir, 'realm.json'), record)
  const { key } = await told('realm', 'join', join(dir, 'ann'), '--realm', join(dir, 'realm.json'))
  await told('realm', 'invite', folder(), String(key), '--name', 'ann')
  await told('prune', folder(), '--withdrawn')
  const server = await serve({ port: 0 })
  const again = await createNode({ dir: folder(), domains: ['doors'], connect: [server.url], beaconMs: 50 })
  while (server.node(realm) === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
  await again.close()
  expect((await tracord('realm', 'join', server.url, folder(), '--realm', realm, '--wait')).code).toBe(0)
  expect(JSON.parse(await readFile(join(folder(), 'domains.json'), 'utf8'))).toEqual(['doors'])
  expect((await tracord('realm', 'remove', folder(), 'ann')).err).toContain('hold all domains to remove')
  await server.close()
})

test('[NOD383] a folder says which domains its node holds, from each start and each change on', async () => {
  const noted = async (): Promise<unknown> =>
    JSON.parse(await readFile(join(folder(), 'domains.json'), 'utf8').catch(() => '"none"')) as unknown
  const first = await createNode({ dir: folder(), ...LAW })
  expect(await noted()).toBe('none')
  await first.hold(['b', 'a'])
  expect(await noted()).toEqual(['a', 'b'])
  await first.close()
  const second = await createNode({ dir: folder() })
  expect([second.domains(), await noted()]).toEqual([null, null])
  await second.close()
  for (const note of ['[7]', 'doors']) {
    await writeFile(join(folder(), 'domains.json'), note)
    const { folders } = await told<{ folders: readonly { readonly damage: readonly string[] }[] }>('inspect', folder())
    expect(folders[0]?.damage).toEqual([expect.stringMatching(/domains\.json names no domains.*all that the journal has is judged/)])
  }
  const third = await createNode({ dir: folder(), domains: ['c'] })
  expect(await noted()).toEqual(['c'])
  await third.close()
})
