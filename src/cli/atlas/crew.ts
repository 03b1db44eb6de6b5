/** Crew: the processes of the atlas: two servers, the cable between them, and a node for each source on its side. */
import { join } from 'node:path'
import type { Cable } from '../stage/cable.ts'
import type { HubCalls } from '../stage/hub.ts'
import { layNetwork, type Running, type Side } from '../stage/network.ts'
import { startChild, type Child } from '../stage/post.ts'
import { createWatching, waitForAgreement as agreement, type Watching } from '../stage/watching.ts'
import { ATLAS } from './law.ts'
import type { MemberCalls, MemberNews, MemberSetup, MemberState } from './member.ts'
import { SOURCES } from './source.ts'

/** One source's process and the latest it told. */
export interface Member {
  readonly name: string
  readonly side: Side
  readonly child: Child<MemberCalls>
  readonly author: string
  readonly news: () => MemberNews
}

/** All processes, and the means to wait for them. */
export interface Crew extends Pick<Watching, 'waitUntil' | 'heed'> {
  readonly members: readonly Member[]
  readonly hubs: readonly Child<HubCalls>[]
  readonly cable: Cable
  /** Closes nodes and servers in good order. */
  close(): Promise<void>
  /** Ends every process at once; idempotent. */
  kill(): void
}

const NO_NEWS: MemberNews = { entries: 0, written: 0, online: false }

/** Starts everything below `dir`; resolves when every member reaches its server. When `stop` fires, every process ends at once. */
export async function callCrew(dir: string, stop: AbortSignal): Promise<Crew> {
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
    const { hubs, cable, urls } = await layNetwork(dir, ATLAS, running)
    const members = await Promise.all(
      SOURCES.map(({ name, side }) =>
        startMember({ source: name, url: urls[side], dir: join(dir, name) }, side, running, watching.notify),
      ),
    )
    const crew: Crew = {
      members,
      hubs,
      cable,
      waitUntil: watching.waitUntil,
      heed: watching.heed,
      async close() {
        await Promise.all(members.map(({ child }) => child.call('close')))
        await Promise.all(hubs.map((hub) => hub.call('close')))
        await Promise.all([...members.map(({ child }) => child.end()), ...hubs.map((hub) => hub.end())])
        kill()
      },
      kill,
    }
    // whoever ends before the end ends it for all
    for (const { ended } of [...hubs, ...members.map(({ child }) => child)]) void ended.then(() => over.abort())
    await watching.waitUntil('every node reaches its server', () => members.every(({ news }) => news().online))
    return crew
  } catch (error) {
    kill()
    throw error
  }
}

async function startMember(setup: MemberSetup, side: Side, running: Running[], onNews: () => void): Promise<Member> {
  let latest = NO_NEWS
  const child = startChild<MemberCalls>(new URL('./member.js', import.meta.url), setup, (told) => {
    latest = told as MemberNews
    onNews()
  })
  running.push(child)
  const { author } = await child.call('open')
  return { name: setup.source, side, child, author, news: () => latest }
}

/** Waits until `members` hold the same entries and judge them alike; how they then stand, in their order. */
export function waitForAgreement(crew: Crew, members: readonly Member[], what: string): Promise<readonly MemberState[]> {
  const agreeing = members.map(({ child, news }) => ({ entries: () => news().entries, state: () => child.call('state') }))
  return agreement(crew, agreeing, what)
}

/** Messages that all nodes, servers included, have sent since they started. */
export async function messagesSent(crew: Crew): Promise<number> {
  const states = await Promise.all(
    [...crew.members, ...crew.hubs.map((child) => ({ child }))].map(({ child }) => (child as Child<HubCalls>).call('state')),
  )
  return states.reduce((sum, { sent }) => sum + sent, 0)
}
