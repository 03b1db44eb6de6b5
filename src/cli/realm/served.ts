/** Served: what a server has of a realm that somebody wants to join, who knows its address and perhaps the realm's id. */
import { TracordError } from '../../base/error.ts'
import { isHash, type Hash } from '../../base/hash.ts'
import { isOpen, realmOf, type Founding } from '../../frames/founding.ts'
import { machineRandom, waitingClock } from '../../node/clock.ts'
import { askFounding } from '../../node/joining.ts'
import { fetchListing } from '../listing.ts'
import type { Terminal } from '../terminal.ts'

/** Realms that are named when there are several; the server lists all under `/realms`. */
const NAMED_MAX = 8

/** What is asked of a server. */
export interface Asking {
  readonly url: string
  readonly realm: Hash
  readonly timeoutMs: number | null
  readonly signal: AbortSignal
}

/** The founding record of the realm; it has the id asked for. Rejects as `askFounding` does. */
export async function foundingAt({ timeoutMs, ...asking }: Asking): Promise<Founding> {
  const { webSocketClient } = await import('../../../adapters/network-websocket/index.ts')
  const join = { ...asking, ...(timeoutMs === null ? {} : { timeoutMs }) }
  return askFounding(webSocketClient({ url: asking.url }), join, { clock: waitingClock, random: machineRandom })
}

/** The id of the one realm that can be meant: the server's only closed one, or its only one. `BAD_INPUT` where there are several. */
export async function realmAt(url: string, stop: AbortSignal): Promise<Hash> {
  const { realms } = await fetchListing(url, stop)
  const closed = realms.filter(({ open }) => open !== true)
  const [one, other] = closed.length > 0 ? closed : realms
  if (one === undefined) throw new TracordError('UNKNOWN', `${url} has no realm: its first member brings one`)
  if (other === undefined && isHash(one.realm)) return one.realm
  const named = realms.slice(0, NAMED_MAX).map(({ name, realm }) => `${name} ${realm}`)
  throw new TracordError('BAD_INPUT', `${url} has ${realms.length} realms: choose one by --realm: ${named.join(', ')}`)
}

/** Shows the realm and asks whether it is the one meant. Rejects with `BAD_INPUT` where nobody can be asked, `REFUSED` on a no. */
export async function agreedRealm(founding: Founding, url: string, terminal: Terminal): Promise<void> {
  const realm = realmOf(founding)
  const whose = isOpen(founding) ? 'an open realm' : `founded by ${founding.founder}`
  const said = await terminal.ask(`${url} has the realm "${founding.name}", ${realm}, ${whose}. Join it?`)
  if (said === true) return
  if (said === false) throw new TracordError('REFUSED', 'nothing was joined')
  const how = `--realm ${realm} if that is its id, or --yes to take it on trust`
  throw new TracordError('BAD_INPUT', `${url} has the realm "${founding.name}", ${realm}: say that you mean it, by ${how}`)
}
