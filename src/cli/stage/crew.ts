/** Crew: the processes of a demo: two servers, a cable between them, a node for each member on its side; watched, struck, started anew. */
import { join } from 'node:path'
import type { Founding } from '../../frames/founding.ts'
import type { Cable } from './cable.ts'
import type { HubCalls } from './hub.ts'
import { layNetwork, type Running, type Side } from './network.ts'
import { startChild, type Calls, type Child } from './post.ts'
import { createWatching, waitForAgreement, type Watching } from './watching.ts'

/** What every member tells unasked. */
export interface News {
  /** Entries it holds. */
  readonly entries: number
  /** Whether it reaches its server. */
  readonly online: boolean
}

/** How a member stands. */
export interface Standing {
  readonly digest: string
  readonly state: string
  readonly entries: number
  /** Messages sent since it started. */
  readonly sent: number
}

/** What every member can be asked. */
export type Common = {
  /** Opens its node; its author key. */
  readonly open: () => Promise<{ readonly author: string }>
  readonly state: () => Standing
  readonly close: () => Promise<void>
}

/** What a member is started with, as JSON. */
export interface Place {
  readonly name: string
  /** The server it talks to. */
  readonly url: string
  readonly dir: string
}

/** Who takes part. */
export interface Cast<N extends News> {
  readonly founding: Founding
  /** What each member runs; its argument is a {@link Place} and `setup`. */
  readonly script: URL
  readonly setup?: object
  readonly members: readonly { readonly name: string; readonly side: Side }[]
  readonly noNews: N
}

/** One member's process and the latest it told. */
export interface Member<C extends Calls & Common, N> {
  readonly name: string
  readonly side: Side
  readonly author: string
  readonly child: Child<C>
  readonly news: () => N
}

/** All processes, and the means to wait for them. */
export interface Crew<C extends Calls & Common, N> extends Pick<Watching, 'waitUntil' | 'heed'> {
  /** Those alive. */
  readonly members: () => readonly Member<C, N>[]
  readonly hubs: readonly Child<HubCalls>[]
  readonly cable: Cable
  /** Ends one member's process at once, whatever it is doing; resolves when it is gone. */
  strike(member: Member<C, N>): Promise<void>
  /** Starts the process of a member that was struck, on what its folder kept. */
  revive(member: Member<C, N>): Promise<void>
  /** Waits until these hold the same entries and judge them alike; how they then stand, in their order. */
  agree(members: readonly Member<C, N>[], what: string): Promise<readonly Standing[]>
  /** Messages that all nodes and servers have sent since they started. */
  messagesSent(): Promise<number>
  /** Closes nodes and servers in good order. */
  close(): Promise<void>
  /** Ends every process at once; idempotent. */
  kill(): void
}

/** Starts everything below `dir`; resolves when every member reaches its server. When `stop` fires, every process ends at once. */
export async function callCrew<C extends Calls & Common, N extends News>(
  cast: Cast<N>,
  dir: string,
  stop: AbortSignal,
): Promise<Crew<C, N>> {
  const running: Running[] = []
  const over = new AbortController()
  const watching = createWatching(over.signal)
  const kill = (): void => {
    stop.removeEventListener('abort', kill)
    over.abort()
    for (const one of running) one.kill()
  }
  stop.addEventListener('abort', kill)
  try {
    const { hubs, cable, urls } = await layNetwork(dir, cast.founding, running)
    const struck = new Set<Child<C>>()
    const start = async ({ name, side }: { readonly name: string; readonly side: Side }): Promise<Member<C, N>> => {
      const place: Place = { name, url: urls[side], dir: join(dir, name) }
      const started = await startMember<C, N>(cast, place, running, watching.notify)
      // whoever ends before the end, without being struck, ends it for all
      void started.child.ended.then(() => struck.has(started.child) || over.abort())
      return { ...started, side }
    }
    let members = await Promise.all(cast.members.map(start))
    for (const { ended } of hubs) void ended.then(() => over.abort())
    await watching.waitUntil('every node reaches its server', () => members.every(({ news }) => news().online))
    return {
      members: () => members,
      ...{ hubs, cable, kill, waitUntil: watching.waitUntil, heed: watching.heed },
      async strike(member) {
        struck.add(member.child)
        members = members.filter((one) => one !== member)
        member.child.kill()
        await member.child.ended
      },
      async revive(member) {
        const back = await start(member)
        const places = cast.members.map(({ name }) => name)
        members = [...members, back].sort((a, b) => places.indexOf(a.name) - places.indexOf(b.name))
      },
      agree(some, what) {
        const agreeing = some.map(({ child, news }) => ({ entries: () => news().entries, state: () => asCommon(child).call('state') }))
        return waitForAgreement(watching, agreeing, what)
      },
      async messagesSent() {
        const nodes = members.map(({ child }) => asCommon(child).call('state'))
        const states = await Promise.all([...nodes, ...hubs.map((hub) => hub.call('state'))])
        return states.reduce((sum, { sent }) => sum + sent, 0)
      },
      async close() {
        await Promise.all(members.map(({ child }) => asCommon(child).call('close')))
        await Promise.all(hubs.map((hub) => hub.call('close')))
        await Promise.all([...members.map(({ child }) => child.end()), ...hubs.map((hub) => hub.end())])
        kill()
      },
    }
  } catch (error) {
    kill()
    throw error
  }
}

async function startMember<C extends Calls & Common, N extends News>(
  { script, setup, noNews }: Cast<N>,
  place: Place,
  running: Running[],
  onNews: () => void,
): Promise<Omit<Member<C, N>, 'side'>> {
  let latest = noNews
  const child = startChild<C>(script, { ...setup, ...place }, (told) => {
    latest = told as N
    onNews()
  })
  running.push(child)
  const { author } = await asCommon(child).call('open')
  return { name: place.name, author, child, news: () => latest }
}

/** Every child answers these, whatever else it answers. */
const asCommon = <C extends Calls & Common>(child: Child<C>): Child<Common> => child
