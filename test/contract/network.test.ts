/** automerge-repo's own acceptance suite for network adapters, run on our server with our clients and with the stock ones. */
import { deepEqual } from 'node:assert/strict'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { NetworkAdapterInterface } from '@automerge/automerge-repo'
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket'
import { beforeAll, describe } from 'vitest'
import { runNetworkAdapterTests } from '@automerge/automerge-repo/helpers/tests/network-adapter-tests.js'
import { webSocketClient, webSocketServer, type WebSocketClient } from '../../adapters/network-websocket/index.ts'

async function listen(): Promise<{ network: NetworkAdapterInterface; url: string; stop: () => Promise<void> }> {
  const http = createServer()
  const server = webSocketServer({ server: http })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`
  const stop = async (): Promise<void> => {
    await server.stop()
    http.close()
  }
  return { network: server.network(), url, stop }
}

/** Has the client's connection, which its network then shares, open already. */
function opened(client: WebSocketClient): Promise<void> {
  return new Promise((resolve) => {
    client.start(() => {
      resolve()
      return { onMessage() {}, onClose() {} }
    })
  })
}

// The suite waits 50 ms for its connections, which the first ones of a process need for loading; hence a rehearsal. It uses the slim build,
// and the full one gives it its wasm.
beforeAll(async () => {
  const { Repo } = await import('@automerge/automerge-repo')
  const { network, url, stop } = await listen()
  const client = new WebSocketClientAdapter(url, 50)
  const server = new Repo({ network: [network] })
  const handle = server.create({ rehearsed: true })
  const found = await new Repo({ network: [client] }).find(handle.url)
  deepEqual(found.doc(), { rehearsed: true })
  client.disconnect()
  await stop()
})

describe('[ADP10] our client and our server', () => {
  runNetworkAdapterTests(async () => {
    const { network, url, stop } = await listen()
    const clients = [webSocketClient({ url }), webSocketClient({ url })] as const
    await Promise.all(clients.map(opened))
    const teardown = (): void => {
      for (const client of clients) void client.stop()
      void stop()
    }
    return { adapters: [clients[0].network, network, clients[1].network], teardown }
  })
})

describe('[ADP10] the stock client and our server', () => {
  runNetworkAdapterTests(async () => {
    const { network, url, stop } = await listen()
    const clients = [new WebSocketClientAdapter(url, 50), new WebSocketClientAdapter(url, 50)] as const
    // A stock client goes on reconnecting for ever; the server's end is the test's end.
    return { adapters: [clients[0], network, clients[1]], teardown: () => void stop() }
  })
})
