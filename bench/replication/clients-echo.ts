/** Clients, floor: sockets that pass a message on, and nothing else. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Measured, Params } from '../case.ts'
import { runClients, type Client, type Joining } from './clients.ts'

/** Times `clients` sockets on one server. */
export function run(params: Params): Promise<Measured> {
  return runClients(params, 'ws-echo', join)
}

function join(url: string): Joining {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const joined = async (): Promise<Client> => {
    await once(socket, 'open')
    return {
      say: () => socket.send('hear this'),
      listen: (heard) => void socket.once('message', heard),
    }
  }
  return { joined: joined(), where: () => `a socket in state ${socket.readyState}` }
}
