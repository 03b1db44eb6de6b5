/** The example runs, and what it prints is what the README says; a second node on the same server certifies the same. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { webSocketServer } from '../../adapters/network-websocket/index.ts'
import { createNode, type NodeEvent } from '../../src/index.ts'
import { doors } from './doors.ts'

test('[NOD32] the example runs against a real server, which then certifies the same', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tracord-example-'))
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const hub = await createNode({
    name: 'hub',
    wires: [webSocketServer({ server: http })],
    types: { Door: { slots: { state: { atMost: 1 } } } },
    rules: [':- state(D, "closed"), via(R, D). % a route may not pass a closed door'],
  })
  const all = new Promise<void>((resolve) => {
    hub.subscribe((event: NodeEvent) => {
      if (event.type === 'entries' && hub.status().entries === 3) resolve()
    })
  })
  const { seen, node } = await doors([`ws://127.0.0.1:${(http.address() as AddressInfo).port}`], join(dir, 'gateway-1'))
  await all
  expect(seen[0]).toBe('d1.state is rejected') // 900 permille against 1,000
  expect(seen[1]).toContain('a route may not pass a closed door')
  expect(seen.slice(2, 4)).toEqual(['r7.via would be consensus', 'r7.via would be rejected'])
  expect(seen.at(-2)).toBe('r7.via is clear, 0 conflicts')
  expect(hub.certificate().digest).toBe(seen.at(-1))
  await node.close()
  await hub.close()
  http.close()
  await rm(dir, { recursive: true })
})
