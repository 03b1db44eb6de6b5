/** Http: what the server answers to plain requests: whether it lives, whether it serves, and what its realms hold. */
import type { RequestListener, ServerResponse } from 'node:http'
import { messageOf } from '../node/core/events.ts'
import { stateVectorOf } from '../node/state-vector.ts'
import { METRICS_TYPE, metricsText } from './metrics.ts'
import type { HostedRealm } from './realms.ts'

/** What the answers are made of. */
export interface FrontDoor {
  isReady(): boolean
  realms(): readonly HostedRealm[]
}

/** Conflicts and logs listed of one realm. */
const CONFLICTS_MAX = 10_000
const LOGS_MAX = 50_000

/** The listener for an http server. */
export function answerRequests(door: FrontDoor): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      return answer(response, 405, { error: 'only GET and HEAD' })
    }
    if (path === '/healthz') return answer(response, 200, { alive: true })
    if (path === '/readyz') return answer(response, door.isReady() ? 200 : 503, { ready: door.isReady(), realms: door.realms().length })
    if (path === '/realms') return answer(response, 200, { tracord: 'realms/1', realms: door.realms().map(listed) })
    if (path === '/metrics') return void measured(response, door)
    answer(response, 404, { error: 'there are /healthz, /readyz, /realms, /metrics, and websockets' })
  }
}

async function measured(response: ServerResponse, door: FrontDoor): Promise<void> {
  try {
    write(response, 200, METRICS_TYPE, await metricsText(door.realms()))
  } catch (error) {
    answer(response, 500, { error: `the metrics cannot be read: ${messageOf(error)}` })
  }
}

function listed({ realm, name, node }: HostedRealm): object {
  const certificate = node.certificate()
  const { entries, claims } = node.status()
  const conflicts = [...node.conflicts()].slice(0, CONFLICTS_MAX).map(({ id }) => id)
  const logs = stateVectorOf(node).slice(0, LOGS_MAX)
  return { realm, name, open: node.realm.isOpen, certificate, entries, claims, logs, conflicts: conflicts.toSorted() }
}

function answer(response: ServerResponse, status: number, body: object): void {
  write(response, status, 'application/json; charset=utf-8', `${JSON.stringify(body)}\n`)
}

function write(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
  response.end(text)
}
