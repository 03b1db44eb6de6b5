/** Crew: the processes of the atlas: two servers, the cable between them, and a node for each source on its side. */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TracordError } from '../../base/error.ts'
import { layCable, type Cable } from './cable.ts'
import type { HubCalls, HubSetup } from './hub.ts'
import type { MemberCalls, MemberNews, MemberSetup, MemberState } from './member.ts'
import { startChild, type Child } from './post.ts'
import { SOURCES, type Side } from './source.ts'

/** One source's process and the latest it told. */
export interface Member {
  readonly name: string
  readonly side: Side
  readonly child: Child<MemberCalls>
  readonly author: string
  readonly news: () => MemberNews
}

/** All processes, and the means to wait for them. */
export interface Crew {
  readonly members: readonly Member[]
  readonly hubs: readonly Child<HubCalls>[]
  readonly cable: Cable
  /** Resolves when `isSo` holds; asked again whenever a member tells something. Rejects after {@link WAIT_MS_MAX}. */
  waitUntil(what: string, isSo: () => boolean): Promise<void>
  /** Calls `listener` whenever a member tells something; returns its own undo. */
  heed(listener: () => void): () => void
  /** Closes nodes and servers in good order. */
  close(): Promise<void>
  /** Ends every process at once; idempotent. */
  kill(): void
}

/** Milliseconds until the demo gives up waiting for one thing. */
const WAIT_MS_MAX = 120_000
/** Milliseconds between two looks at the certificates of nodes that hold equally many entries. */
const LOOK_MS = 25

/** Anything that must not outlive the demo. */
interface Running {
  kill(): void
}

const NO_NEWS: MemberNews = { entries: 0, written: 0, online: false }

/** Starts everything below `dir`; resolves when every member reaches its server. When `stop` fires, every process ends at once. */
export async function callCrew(dir: string, stop: AbortSignal): Promise<Crew> {
  const watchers = new Set<() => void>()
  const onNews = (): void => watchers.forEach((watcher) => watcher())
  const running: Running[] = []
  const over = new AbortController()
  const kill = (): void => {
    stop.removeEventListener('abort', kill)
    over.abort()
    for (const one of running) one.kill()
  }
  stop.addEventListener('abort', kill)
  try {
    const west = startHub({ name: 'west', dir: join(dir, 'west'), connect: [] }, running)
    const far = await west.call('open')
    const cable = await layCable(far.port)
    running.push({ kill: cable.close })
    const wait = (what: string, isSo: () => boolean): Promise<void> => waitUntil(what, isSo, watchers, over.signal)
    const east = startHub({ name: 'east', dir: join(dir, 'east'), connect: [`ws://127.0.0.1:${cable.port}`] }, running)
    const near = await east.call('open')
    const urls: Readonly<Record<Side, string>> = { west: far.url, east: near.url }
    const members = await Promise.all(
      SOURCES.map(({ name, side }) =>
        startMember({ source: name, url: urls[side], dir: join(dir, name) }, side, running, onNews),
      ),
    )
    const hubs = [west, east]
    const crew: Crew = {
      members,
      hubs,
      cable,
      waitUntil: wait,
      heed(listener) {
        watchers.add(listener)
        return () => void watchers.delete(listener)
      },
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
    await wait('every node reaches its server', () => members.every(({ news }) => news().online))
    return crew
  } catch (error) {
    kill()
    throw error
  }
}

function startHub(setup: HubSetup, running: Running[]): Child<HubCalls> {
  const child = startChild<HubCalls>(new URL('./hub.js', import.meta.url), setup, () => {})
  running.push(child)
  return child
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

function waitUntil(what: string, isSo: () => boolean, watchers: Set<() => void>, over: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      watchers.delete(look)
      over.removeEventListener('abort', onOver)
      settle()
    }
    const look = (): void => {
      if (isSo()) end(resolve)
    }
    const fail = (why: string) => (): void => end(() => reject(new TracordError('IO', `${why} ${what}`)))
    const onOver = fail('a process ended before')
    const timer = setTimeout(fail(`waited ${WAIT_MS_MAX / 1000} s in vain until`), WAIT_MS_MAX)
    watchers.add(look)
    over.addEventListener('abort', onOver)
    if (over.aborted) onOver()
    else look()
  })
}

/** Waits until `members` hold the same entries and judge them alike; how they then stand, in their order. */
export async function waitForAgreement(crew: Crew, members: readonly Member[], what: string): Promise<readonly MemberState[]> {
  const isEven = (): boolean => new Set(members.map(({ news }) => news().entries)).size === 1
  const until = performance.now() + WAIT_MS_MAX
  while (performance.now() < until) {
    await crew.waitUntil(what, isEven)
    const states = await Promise.all(members.map(({ child }) => child.call('state')))
    if (new Set(states.map(({ digest }) => digest)).size === 1) return states
    await delay(LOOK_MS)
  }
  throw new TracordError('IO', `waited ${WAIT_MS_MAX / 1000} s in vain until ${what}`)
}

/** Messages that all nodes, servers included, have sent since they started. */
export async function messagesSent(crew: Crew): Promise<number> {
  const states = await Promise.all(
    [...crew.members, ...crew.hubs.map((child) => ({ child }))].map(({ child }) => (child as Child<HubCalls>).call('state')),
  )
  return states.reduce((sum, { sent }) => sum + sent, 0)
}
