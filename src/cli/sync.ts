/** `tracord sync`: brings a node's folder and a server to the same state and ends: for what commands wrote with nobody connected. */
import type { Command } from 'commander'
import type { TracordNode } from '../node/node.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { checkAddress, millisecondsFrom } from './given.ts'
import { checkFolder, nodeIn } from './realm/open.ts'
import { counted } from './screen/words.ts'
import type { Terminal } from './terminal.ts'
import { waitFor } from './wait.ts'

interface SyncFlags extends JsonOption {
  readonly timeout: string
}

/** What a sync came to. */
interface Synced {
  readonly dir: string
  readonly url: string
  readonly realm: string
  /** Entries held at both ends now. */
  readonly entries: number
  /** Those that the folder did not have before. */
  readonly came: number
  /** Hash of that state. */
  readonly state: string
}

/** A node that is there for a moment says often what it holds. */
const BEACON_MS = 250
const TIMEOUT_S = '60'

/** Builds the command. */
export function syncCommand({ terminal }: CliContext): Command {
  return command(
    'sync',
    "Bring a node's folder and a server to the same state: what either lacks goes over, and is kept.",
    'sync ./root ws://10.0.0.7:4040',
  )
    .argument('<dir>', "a node's folder; the node must not be running")
    .argument('<url>', "a server's address like ws://10.0.0.7:4040")
    .option('--timeout <seconds>', 'how long to try', TIMEOUT_S)
    .option('--json', 'JSON instead of words')
    .action(async (dir: string, url: string, flags: SyncFlags) => {
      checkAddress(url)
      const timeoutMs = millisecondsFrom(flags.timeout)
      await checkFolder(dir)
      const found = await synced({ dir, url, timeoutMs, isTold: flags.json !== true }, terminal)
      if (flags.json === true) terminal.out(JSON.stringify(found))
    })
}

interface Syncing {
  readonly dir: string
  readonly url: string
  readonly timeoutMs: number
  /** Progress is shown. */
  readonly isTold: boolean
}

async function synced({ dir, url, timeoutMs, isTold }: Syncing, { stop, progress, paint }: Terminal): Promise<Synced> {
  const node = await nodeIn(dir, { connect: [url], beaconMs: BEACON_MS })
  const line = isTold ? progress(standOf(node, url)) : null
  const before = node.status().entries
  try {
    const look = (): true | undefined => {
      line?.update(standOf(node, url))
      return node.status().peers.some(({ at, level }) => at === url && level) ? true : undefined
    }
    await waitFor(node, look, {
      ...{ stop, stopped: () => `stopped: ${standOf(node, url)}; what went over is kept` },
      ...{ timeoutMs, late: () => `not level after ${timeoutMs / 1_000} s: ${standOf(node, url)}; the same command goes on` },
    })
    const { entries } = node.status()
    const { state } = node.certificate()
    const came = entries - before
    const held = `${counted(entries, 'entry', 'entries')}, ${came} new here`
    line?.done(`${paint.bold(node.realm.name)} is the same here and at ${url}: ${held}`)
    return { dir, url, realm: node.realm.id, entries, came, state }
  } catch (error) {
    line?.failed('not level')
    throw error
  } finally {
    await node.close()
  }
}

/** How far it is. */
function standOf(node: TracordNode, url: string): string {
  const { peers, entries } = node.status()
  const isMet = peers.some(({ at, state }) => at === url && state === 'ready')
  return isMet ? `${counted(entries, 'entry', 'entries')} here, comparing with ${url}` : `no connection to ${url} yet`
}
