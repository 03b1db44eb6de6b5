/** `tracord compare`: two listings side by side, and servers that answer badly or not at all. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { compareListings, type RealmListed } from '../../src/cli/comparison.ts'
import { listingUrl } from '../../src/cli/listing.ts'
import { tracord } from './paper.ts'

const LOG = '["realm","main","frames","author",7]'
const servers: Server[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close()))

function realm(part: Partial<RealmListed> = {}): RealmListed {
  const certificate = { state: 's1', verdict: 'v1', digest: 'd1', entries: 3 }
  return { realm: 'r1', name: 'doors', certificate, claims: 5, logs: [[LOG, 3, 'h3']], conflicts: ['c1'], ...part }
}

/** The address of a server that answers `/realms` with `body`. */
async function serving(body: unknown, status = 200): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/realms' ? status : 404).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('[CLI10] equal servers are equal', async () => {
  const left = await serving({ tracord: 'realms/1', realms: [realm()] })
  const right = await serving({ tracord: 'realms/1', realms: [realm()] })
  const json = await tracord('compare', left, right, '--json')
  expect(json.code).toBe(0)
  expect(JSON.parse(json.out)).toMatchObject({
    left,
    right,
    equal: true,
    realms: [{ realm: 'r1', stateEqual: true, verdictEqual: true, logs: [] }],
  })
  expect((await tracord('compare', left, right)).out).toContain('equal: the same entries and the same judgement')
})

test('[CLI10] what differs is named, and the exit code is 1', async () => {
  const certificate = { state: 's2', verdict: 'v2', digest: 'd2', entries: 5 }
  const left = await serving({ tracord: 'realms/1', realms: [realm()] })
  const right = await serving({
    tracord: 'realms/1',
    realms: [realm({ certificate, logs: [[LOG, 5, 'h5']], conflicts: ['c1', 'c2'] })],
  })
  const json = await tracord('compare', left, right, '--json')
  expect(json.code).toBe(1)
  expect(JSON.parse(json.out)).toMatchObject({
    equal: false,
    realms: [
      {
        stateEqual: false,
        verdictEqual: false,
        logs: [{ log: LOG, left: 3, right: 5, forked: false }],
        conflicts: { leftOnly: [], rightOnly: ['c2'] },
      },
    ],
  })
  const screen = await tracord('compare', left, right)
  expect(screen.code).toBe(1)
  expect(screen.out).toContain('frames of author in main, epoch 7: 3 against 5 entries')
  expect(screen.out).toContain('1 conflict only on the right')
})

test('[CLI10] a realm only one of them holds, and a fork of equal length, are differences', () => {
  const only = compareListings({ url: 'a', realms: [realm()] }, { url: 'b', realms: [] })
  expect(only).toMatchObject({ equal: false, realms: [{ left: { entries: 3 }, right: null, logs: [{ left: 3, right: 0 }] }] })
  const forked = compareListings({ url: 'a', realms: [realm()] }, { url: 'b', realms: [realm({ logs: [[LOG, 3, 'other']] })] })
  expect(forked.realms[0]?.logs).toEqual([{ log: LOG, left: 3, right: 3, forked: true }])
})

test('[CLI10] no answer, a refusal and foreign answers are one line and exit 1', async () => {
  const good = await serving({ tracord: 'realms/1', realms: [] })
  const answers = [
    await serving('no', 503),
    await serving('<html>'),
    await serving({ hello: 1 }),
    await serving({ tracord: 'realms/1', realms: [{}] }),
  ]
  for (const bad of ['ws://127.0.0.1:9', ...answers]) {
    const { code, out, err } = await tracord('compare', good, bad)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^tracord: [^\n]+$/)
    expect(err).toContain(bad)
  }
})

test('addresses are taken as people write them', () => {
  expect(listingUrl('10.0.0.7:4040').href).toBe('http://10.0.0.7:4040/realms')
  expect(listingUrl('wss://sync.example/team/').href).toBe('https://sync.example/team/realms')
  expect(listingUrl('http://[::1]:4040').href).toBe('http://[::1]:4040/realms')
})
