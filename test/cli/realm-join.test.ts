/** `tracord realm join URL`: from an address to a member, over a real server. */
import { access, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cidOf } from '../../src/base/hash.ts'
import { run } from '../../src/cli/run.ts'
import { readFounding } from '../../src/frames/founding.ts'
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'
import { serve, type TracordServer } from '../../src/server/index.ts'
import { paper, tracord, type Printed } from './paper.ts'

let dir = ''
let server: TracordServer
let root: TracordNode
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-join-'))
  root = await createNode({ dir: at('root'), closed: true, realm: 'plant' })
  const founding = readFounding(root.realm.founding)
  if (!founding.ok) throw new Error('no record')
  await root.close()
  server = await serve({ port: 0, founding: founding.value })
  root = await createNode({ dir: at('root'), connect: [server.url], beaconMs: 50 })
})
afterEach(async () => {
  await root.close()
  await server.close()
  await rm(dir, { recursive: true })
})

const at = (name: string): string => join(dir, name)

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** One call of the command where somebody answers. */
async function answering(answer: boolean, ...args: readonly string[]): Promise<Printed> {
  const { terminal, out, err } = paper(undefined, answer)
  const code = await run(args, terminal)
  return { code, out: out(), err: err() }
}

describe('from an address', () => {
  test('[CLI125] makes a folder with a key for its owner alone, prints the key, and waits until it is invited', async () => {
    const { terminal, out } = paper()
    const waiting = run(['realm', 'join', server.url, at('ann'), '--realm', root.realm.id, '--wait'], terminal)
    while (!out().includes('an admin invites it')) await new Promise((resolve) => setTimeout(resolve, 5))
    const [key = ''] = out().split('\n')
    expect((await stat(at('ann/identity.key'))).mode & 0o777).toBe(0o600)
    expect((await readFile(at('ann/realm.json'), 'utf8')).trim()).toBe(root.realm.founding)
    await root.realm.invite(key, { name: 'ann' })
    expect(await waiting).toBe(0)
    expect(out()).toContain('ann belongs to plant and may write')
    const again = await tracord('realm', 'join', server.url, at('ann'), '--realm', root.realm.id, '--wait', '--json')
    const [joined, invited, ...more] = again.out.split('\n').map((line) => JSON.parse(line) as unknown)
    expect([joined, invited, more]).toEqual([
      { dir: at('ann'), realm: root.realm.id, name: 'plant', open: false, key },
      { dir: at('ann'), realm: root.realm.id, key, member: expect.objectContaining({ key, name: 'ann', roles: ['write'] }) as object },
      [],
    ])
    await root.realm.remove(key)
    const ann = await createNode({ dir: at('ann'), connect: [server.url], beaconMs: 50 })
    while (ann.realm.members().every(({ removed }) => !removed)) await new Promise((resolve) => setTimeout(resolve, 5))
    await ann.close()
    const late = await tracord('realm', 'join', server.url, at('ann'), '--realm', root.realm.id, '--wait')
    expect([late.code, late.err]).toEqual([1, `tracord: ${key} was removed from the realm: join with another folder`])
  }, 30_000)

  test('[CLI138] a folder that joined before knows its record, and asks nobody for it', async () => {
    const first = await tracord('realm', 'join', server.url, at('ann'), '--realm', root.realm.id)
    const again = await tracord('realm', 'join', 'ws://127.0.0.1:9', at('ann'))
    expect([again.code, again.out]).toEqual([0, first.out])
  }, 30_000)

  test('[CLI126] without an id it shows the realm and asks; where nobody can be asked it wants --yes or the id', async () => {
    const unasked = await tracord('realm', 'join', server.url, at('bob'))
    expect(unasked).toMatchObject({ code: 2, out: '' })
    expect(unasked.err).toContain(`"plant", ${root.realm.id}`)
    expect(await answering(false, 'realm', 'join', server.url, at('bob'))).toMatchObject({ code: 1, out: '' })
    expect(await isThere(at('bob'))).toBe(false)
    expect((await answering(true, 'realm', 'join', server.url, at('bob'))).code).toBe(0)
    expect((await tracord('realm', 'join', at('eve'), server.url, '--yes')).code).toBe(0)
    const other = await createNode({ closed: true, realm: 'mill', connect: [server.url], beaconMs: 50 })
    while (server.realms().length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    const several = await tracord('realm', 'join', server.url, at('cid'), '--yes')
    expect([several.code, several.err.includes('plant'), several.err.includes(other.realm.id)]).toEqual([2, true, true])
    await other.close()
  }, 30_000)

  test('[CLI127] what cannot be joined is one line, and no folder is left', async () => {
    const elsewhere = cidOf('another realm')
    const wrong: readonly (readonly [code: number, why: RegExp, args: readonly string[]])[] = [
      [1, /does not serve the realm bagaaiera/, [server.url, at('new'), '--realm', elsewhere]],
      [1, /nobody at ws:.* within 200 ms/, ['ws://127.0.0.1:9', at('new'), '--realm', elsewhere, '--timeout', '0.2']],
      [1, /no answer from ws:.*: /, ['ws://127.0.0.1:9', at('new'), '--yes']],
      [2, /no address of a server/, [server.url.replace('ws', 'http'), at('new')]],
      [2, /say where the realm is to be had/, [at('new')]],
      [2, /is no id of a realm/, [server.url, at('new'), '--realm', elsewhere.slice(0, -1)]],
      [2, /an id alone/, [at('new'), '--realm', elsewhere]],
      [2, /to wait for somebody/, [at('new'), '--realm', at('root/realm.json'), '--wait']],
      [2, /--timeout takes seconds/, [server.url, at('new'), '--timeout', 'soon']],
      [2, /is no address of a server/, [at('new'), at('newer'), '--realm', at('root/realm.json')]],
    ]
    for (const [expected, why, args] of wrong) {
      const { code, out, err } = await tracord('realm', 'join', ...args)
      expect({ code, out, err }).toEqual({ code: expected, out: '', err: expect.stringMatching(why) as string })
      expect(err).toMatch(/^tracord: [^\n]+$/)
      expect(await isThere(at('new'))).toBe(false)
    }
    expect((await tracord('realm', 'join', server.url, at('late'), '--realm', root.realm.id)).code).toBe(0)
    const late = await tracord('realm', 'join', server.url, at('late'), '--wait', '--timeout', '0.3')
    expect([late.code, late.err]).toEqual([1, expect.stringMatching(/nobody invited .* within 0.3 s; .*late is kept/)])
    const { code, err } = await tracord('realm', 'join', server.url, at('root'), '--realm', root.realm.id)
    expect([code, err]).toEqual([1, expect.stringContaining('Another process')])
  }, 30_000)
})

test('[SRV46] /realms says which realms are open', async () => {
  const open = await createNode({ realm: 'square', connect: [server.url], beaconMs: 50 })
  while (server.realms().length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  const answer = await fetch(`${server.url.replace('ws', 'http')}/realms`)
  const { realms } = (await answer.json()) as { readonly realms: readonly { readonly name: string; readonly open: boolean }[] }
  expect(Object.fromEntries(realms.map((one) => [one.name, one.open]))).toEqual({ plant: false, square: true })
  await open.close()
})
