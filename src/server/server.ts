/** Server: http and websockets over the nodes of its realms; what a client does can cost it its own connection and nothing else. */
import { once } from 'node:events'
import { access } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { TracordError } from '../base/error.ts'
import type { Hash } from '../base/hash.ts'
import { foundingText, realmOf, type Founding } from '../frames/founding.ts'
import { machineClock } from '../node/clock.ts'
import { REALM_FILE } from '../node/folder.ts'
import type { NodeStatus, TracordNode } from '../node/node.ts'
import { createDoorman } from './doorman.ts'
import { answerRequests } from './http.ts'
import type { Attached } from './modules/attendance.ts'
import { openDoor } from './modules/door.ts'
import { openToken } from './modules/token.ts'
import { checkServeOptions, type ServeOptions, type ServerSettings } from './options.ts'
import { createRealms, type Realms, type ServerEvent } from './realms.ts'

/** A running server. */
export interface TracordServer {
  /** Like `ws://127.0.0.1:4040`: what clients connect to. */
  readonly url: string
  readonly port: number
  /** The node of a realm that is open here. */
  node(realm: Hash): TracordNode | undefined
  /** Ids of the realms that are open here, sorted. */
  realms(): readonly Hash[]
  status(): ServerStatus
  /** Told of trouble in any realm, each time; returns its own undo. A listener that throws harms nobody. */
  subscribe(listener: (event: ServerEvent) => void): () => void
  /** Closes every connection, finishes every write, lets go of port and folder. Idempotent. */
  close(): Promise<void>
}

/** Everything countable about a server. */
export interface ServerStatus {
  readonly connections: number
  /** Modules of other processes that are attached. */
  readonly attached: readonly Attached[]
  /** Connections refused or ended for what they did, and the latest reasons. */
  readonly refused: { readonly count: number; readonly latest: readonly string[] }
  readonly realms: readonly NodeStatus[]
}

/** Open sockets, websockets and plain requests together; beyond it new ones are closed at once. */
const SOCKETS_MAX = 12_000
/** Reasons of refusals kept for `status`. */
const REASONS_MAX = 20

/**
 * Starts a server. Rejects with `BAD_INPUT` before anything is touched, also for the folder of a node, with `IO` when it cannot listen, and
 * as `createNode` does when the default realm cannot be opened.
 */
export async function serve(options: ServeOptions = {}): Promise<TracordServer> {
  const settings = checkServeOptions(options)
  await refuseNodeFolder(settings.dir)
  const { webSocketServer } = await import('../../adapters/network-websocket/index.ts')
  const refused = createRefusals()
  const home = realmOf(settings.founding)
  let isReady = false
  const http = createServer(answerRequests({ isReady: () => isReady, realms: () => realms.all() }))
  http.maxConnections = SOCKETS_MAX
  const sockets = webSocketServer({
    // Stock clients say no realm: the path does.
    route: (path) => (path === '/' ? home : (realms.get(path.slice(1))?.realm ?? null)),
    onRefused: (label, why) => refused.add(`${label}: ${why}`),
  })
  const listeners = new Set<(event: ServerEvent) => void>()
  const realms = createRealms({
    ...{ ...settings, home },
    networkOf: (realm) => sockets.network(realm),
    onTrouble: (event) => listeners.forEach((listener) => listener(event)),
  })
  const onLeft = (label: string, why: string): void => refused.add(`module at ${label}: ${why}`)
  const token = await tokenOf(settings)
  const nodeOf = (realm: string): TracordNode | undefined => realms.get(realm)?.node
  const door = token === null ? null : await openDoor({ token, clock: machineClock, home, nodeOf, onLeft })
  http.on('upgrade', (request, socket, head) =>
    door?.isFor(request) === true ? door.upgrade(request, socket, head) : sockets.upgrade(request, socket, head),
  )
  const close = onlyOnce(async () => {
    isReady = false
    await door?.stop()
    await sockets.stop()
    await realms.close()
    await closeHttp(http)
  })
  sockets.start(createDoorman({ find: realms.find, clock: machineClock, onRefused: refused.add }))
  try {
    await listen(http, settings)
    for (const why of await openAll(realms, settings.founding)) refused.add(why)
  } catch (error) {
    await close()
    throw error
  }
  isReady = true
  const { port } = http.address() as AddressInfo
  return {
    url: `ws://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`,
    port,
    node: (realm) => realms.get(realm)?.node,
    realms: () => realms.all().map(({ realm }) => realm),
    status: () => ({
      connections: sockets.connections(),
      attached: door?.attached() ?? [],
      refused: refused.report(),
      realms: realms.all().map(({ node }) => node.status()),
    }),
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close,
  }
}

/** A server keeps a folder for each realm inside its own; in a node's they would be a second node that nobody looks for there. */
async function refuseNodeFolder(dir: string | null): Promise<void> {
  if (dir === null) return
  const record = join(dir, REALM_FILE)
  const isNode = await access(record).then(
    () => true,
    () => false,
  )
  if (!isNode) return
  const how = `give it a folder of its own, and this realm by its record: tracord serve --realm ${record} --dir ./server`
  throw new TracordError('BAD_INPUT', `${dir} is the folder of a node, not of a server: ${how}`)
}

/** The token by which modules attach; null: none does. */
async function tokenOf({ attach, dir }: ServerSettings): Promise<string | null> {
  return attach === true && dir !== null ? openToken(dir) : attach === true ? null : attach
}

/** Opens the default realm, and those that the folder holds from before; what is wrong with one of these stops no other. */
async function openAll(realms: Realms, founding: Founding): Promise<readonly string[]> {
  await realms.open(founding)
  const wrong: string[] = []
  for (const stored of await realms.stored()) {
    if (!stored.ok) wrong.push(stored.error)
    else {
      const opened = await realms.find(realmOf(stored.value), foundingText(stored.value))
      if (!opened.ok) wrong.push(opened.error)
    }
  }
  return wrong
}

async function listen(http: Server, { port, host }: ServerSettings): Promise<void> {
  try {
    http.listen(port, host)
    await once(http, 'listening')
  } catch (cause) {
    const isTaken = (cause as { code?: unknown }).code === 'EADDRINUSE'
    const why = isTaken ? 'another program listens there. Choose another port, or 0 for any free one.' : String(cause)
    throw new TracordError('IO', `Cannot listen on ${host}:${port}: ${why}`, { cause })
  }
  // After this an error of the listening socket (too many open files) costs the connection that it was about.
  http.on('error', () => {})
}

async function closeHttp(http: Server): Promise<void> {
  if (!http.listening) return
  const closed = once(http, 'close')
  http.close()
  http.closeAllConnections()
  await closed
}

interface Refusals {
  add(why: string): void
  report(): ServerStatus['refused']
}

function createRefusals(): Refusals {
  const latest: string[] = []
  let count = 0
  return {
    add(why) {
      count += 1
      latest.push(why)
      if (latest.length > REASONS_MAX) latest.shift()
    },
    report: () => ({ count, latest: [...latest] }),
  }
}

function onlyOnce(run: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= run())
}
