/** Network: two real servers in processes of their own, and the cable between them. */
import { join } from 'node:path'
import type { Founding } from '../../frames/founding.ts'
import { layCable, type Cable } from './cable.ts'
import type { HubCalls, HubSetup } from './hub.ts'
import { startChild, type Child } from './post.ts'

/** Which side of the cable. */
export type Side = 'west' | 'east'

/** Anything that must not outlive a demo. */
export interface Running {
  kill(): void
}

/** The servers, what joins them, and where nodes of each side connect. */
export interface Network {
  readonly hubs: readonly Child<HubCalls>[]
  readonly cable: Cable
  readonly urls: Readonly<Record<Side, string>>
}

/** Starts both servers below `dir`, for one realm. Whatever is started is noted in `running` at once. */
export async function layNetwork(dir: string, founding: Founding, running: Running[]): Promise<Network> {
  const west = startHub({ name: 'west', dir: join(dir, 'west'), connect: [], founding }, running)
  const far = await west.call('open')
  const cable = await layCable(far.port)
  running.push({ kill: cable.close })
  const east = startHub({ name: 'east', dir: join(dir, 'east'), connect: [`ws://127.0.0.1:${cable.port}`], founding }, running)
  const near = await east.call('open')
  return { hubs: [west, east], cable, urls: { west: far.url, east: near.url } }
}

function startHub(setup: HubSetup, running: Running[]): Child<HubCalls> {
  const child = startChild<HubCalls>(new URL('./hub.js', import.meta.url), setup, () => {})
  running.push(child)
  return child
}
