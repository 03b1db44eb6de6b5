/** `tracord sync`: a folder and a server, with nobody else connected. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNode } from '../../src/node/create.ts'
import { serve, type TracordServer } from '../../src/server/index.ts'
import { recordIn } from '../../src/cli/realm/open.ts'
import { tracord } from './paper.ts'

let dir = ''
let server: TracordServer
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-sync-'))
  await tracord('realm', 'init', at('root'), '--name', 'plant')
  server = await serve({ port: 0, founding: await recordIn(at('root/realm.json')), dir: at('server') })
})
afterEach(async () => {
  await server.close()
  await rm(dir, { recursive: true })
})

const at = (name: string): string => join(dir, name)

test('[CLI136] what commands wrote goes to the server, what it has comes back, and both are the same then', async () => {
  const ann = await tracord('realm', 'join', server.url, at('ann'), '--yes')
  const [key = ''] = ann.out.split('\n')
  await tracord('realm', 'invite', at('root'), key, '--name', 'ann')
  const first = await tracord('sync', at('root'), server.url)
  expect([first.code, first.err]).toEqual([0, ''])
  expect(first.out).toContain(`plant is the same here and at ${server.url}: 1 entry, 0 new here`)
  const second = await tracord('sync', at('ann'), server.url, '--json')
  const [realm = ''] = server.realms()
  const { state } = server.node(realm as never)?.certificate() ?? {}
  expect(JSON.parse(second.out)).toEqual({ dir: at('ann'), url: server.url, realm, entries: 1, came: 1, state })
  const node = await createNode({ dir: at('ann') })
  expect(node.realm.members().map(({ name }) => name)).toContain('ann')
  await node.close()
}, 30_000)

test('[CLI137] a sync that comes to no end says how far it is, and what is wrong is one line', async () => {
  const wrong: readonly (readonly [code: number, why: RegExp, args: readonly string[]])[] = [
    [1, /not level after 0.2 s: no connection to ws:.* yet; .* goes on/, [at('root'), 'ws://127.0.0.1:9', '--timeout', '0.2']],
    [2, /is no node's folder yet/, [at('new'), server.url]],
    [2, /is no address of a server/, [at('root'), server.url.replace('ws', 'http')]],
    [2, /--timeout takes seconds/, [at('root'), server.url, '--timeout', 'soon']],
  ]
  for (const [expected, why, args] of wrong) {
    const { code, err } = await tracord('sync', ...args)
    expect([code, err]).toEqual([expected, expect.stringMatching(why)])
    expect(err).toMatch(/^tracord: [^\n]+$/)
  }
  expect(await readdir(dir)).not.toContain('new')
}, 30_000)
