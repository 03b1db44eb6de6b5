/**
 * Clients, tracord: leaves, each a whole node in memory but for the judgement, which they share, since they hold the same; they have heard
 * when they took the claim in.
 */
import { randomBytes } from 'node:crypto'
import { webSocketClient } from '../../adapters/network-websocket/index.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { Core } from '../../src/node/core/core.ts'
import type { Measured, Params } from '../case.ts'
import { runClients, type Joining } from './clients.ts'
import { bootLeaf, sharedEngine } from './cores.ts'
import { verify } from './stopwatch.ts'

/** Times `clients` leaves of one server. */
export async function run(params: Params): Promise<Measured> {
  const number = Number(params['clients'])
  const cores: Core[] = []
  const makeEngine = sharedEngine()
  for (let at = 0; at < number; at += 1) cores.push(await bootLeaf(nodeSignatures.keyPairFromSeed(randomBytes(32)), makeEngine))
  const measured = await runClients(params, 'tracord', (url, at) => join(url, cores[at]))
  const digests = new Set(cores.map((core) => core.certificate().digest))
  verify(digests.size === 1, 'all certificates agree')
  return measured
}

function join(url: string, core: Core | undefined): Joining {
  if (core === undefined) throw new Error('more clients than cores')
  const ready = until(core, () => core.status().peers.some(({ state }) => state === 'ready'))
  let wires = 0
  webSocketClient({ url }).start((wire) => {
    wires += 1
    return core.attach(wire)
  })
  const client = {
    say: () => core.write([{ k: 'claim', frame: 'all', slot: 'slot-0', value: 'hear this' }], () => undefined),
    listen: (heard: () => void) => void until(core, () => core.status().entries > 0).then(heard),
  }
  const where = (): string => {
    const { peers, messages } = core.status()
    const { sent, received, refused } = messages
    const states = peers.map(({ state }) => state).join(', ')
    return `${wires} wires (now: ${states || 'none'}), ${sent} messages out, ${received} in, ${refused} refused`
  }
  return { joined: ready.then(() => client), where }
}

/** Resolves when `holds` after some event of the node. */
function until(core: Core, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = core.subscribe(() => {
      if (!holds()) return
      stop()
      resolve()
    })
  })
}
