/** The wire contract, run on websockets. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import { webSocketClient, webSocketServer } from '../../adapters/network-websocket/index.ts'
import { wireContract } from '../../src/ports/contract/index.ts'

// A busy machine takes its time; nothing here measures any.
vi.setConfig({ testTimeout: 60_000 })

wireContract(
  (title, run) => test(`[ADP25] websocket ${title}`, () => expect(run()).resolves.toBeUndefined()),
  async () => {
    const http = createServer()
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port } = http.address() as AddressInfo
    return {
      left: webSocketClient({ url: `ws://127.0.0.1:${port}`, backoff: { firstMs: 10_000, lastMs: 10_000 } }),
      right: webSocketServer({ server: http }),
      remove: async () => void http.close(),
    }
  },
)
