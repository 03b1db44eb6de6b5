/** Voyage: the story of the atlas from the first claim to the equal certificates, told to whoever watches. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TracordError } from '../../base/error.ts'
import { callAtlas, type AtlasCrew, type AtlasMember } from './crew.ts'
import type { Belief } from './member.ts'
import type { Side } from '../stage/network.ts'
import type { Watch } from '../stage/progress.ts'
import { readSource, SOURCES } from './source.ts'
import type { Tally } from './tally.ts'

/** What one side said while it was cut off. */
export interface SideWhileCut {
  readonly side: Side
  readonly members: readonly string[]
  readonly digest: string
  readonly entries: number
  readonly belief: Belief
}

/** Everything the voyage found. */
export interface Voyage {
  /** Author key -> name of the source. */
  readonly names: Readonly<Record<string, string>>
  readonly processes: number
  readonly acknowledged: { readonly entries: number; readonly claims: number }
  readonly sides: readonly SideWhileCut[]
  readonly whileCut: { readonly certificatesEqual: boolean; readonly answers: number }
  readonly healMs: number
  readonly healMessages: number
  readonly certificates: readonly string[]
  /** Entries held at the end by the member or server that holds fewest. */
  readonly entriesHeldMin: number
  readonly hubsAgree: boolean
  readonly tally: Tally
}

/** The question both sides are asked while they cannot hear each other. */
export const QUESTION = { frame: 'BG', slot: 'currency', words: "What is Bulgaria's currency?" } as const

/** Part of its countries that each member claims before the cable is pulled, as one part in so many. */
const BEFORE_CUT = 3

/** Sails once; every process and file it makes is gone afterwards, also when it fails. Rejects with `ABORTED` when `stop` fires. */
export async function sail(watch: Watch, stop: AbortSignal): Promise<Voyage> {
  const dir = await mkdtemp(join(tmpdir(), 'tracord-atlas-'))
  let crew: AtlasCrew | undefined
  try {
    watch.begin('Reading seven packages')
    const sizes = await Promise.all(SOURCES.map(async ({ name }) => (await readSource(name)).length))
    watch.end(`Read ${SOURCES.length} packages that describe up to ${Math.max(...sizes)} countries each`)
    watch.begin('Starting two servers and seven nodes')
    crew = await callAtlas(dir, stop)
    watch.end(
      `Started ${crew.members().length + crew.hubs.length} processes: two servers with a cable between them, and a node for each package`,
    )
    const result = await story(crew, sizes, watch)
    await crew.close()
    return result
  } catch (error) {
    throw stop.aborted ? new TracordError('ABORTED', 'the atlas was stopped before its end') : error
  } finally {
    crew?.kill()
    await rm(dir, { recursive: true, force: true })
  }
}

async function story(crew: AtlasCrew, sizes: readonly number[], watch: Watch): Promise<Voyage> {
  const { hubs } = crew
  const members = crew.members()
  const acknowledged = await writeThroughCut(crew, sizes, watch)
  const { sides, whileCut } = await lookWhileCut(crew, watch)
  const { healMs, healMessages, states } = await heal(crew, acknowledged.entries, watch)
  const hubStates = await Promise.all(hubs.map((hub) => hub.call('state')))
  const [first] = members
  if (first === undefined) throw new Error('an atlas without members')
  return {
    names: Object.fromEntries(members.map(({ author, name }) => [author, name])),
    processes: members.length + hubs.length,
    acknowledged,
    sides,
    whileCut,
    healMs,
    healMessages,
    certificates: states.map(({ digest }) => digest),
    entriesHeldMin: Math.min(...[...states, ...hubStates].map(({ entries }) => entries)),
    hubsAgree: hubStates.every(({ state }) => state === states[0]?.state),
    tally: await first.child.call('tally'),
  }
}

/** Everybody writes a part while connected; the cable is pulled in the middle of the rest. */
async function writeThroughCut(crew: AtlasCrew, sizes: readonly number[], watch: Watch): Promise<Voyage['acknowledged']> {
  const { cable } = crew
  const members = crew.members()
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const written = (): number => members.reduce((sum, { news }) => sum + news().written, 0)
  watch.begin('Claiming while connected')
  const unheed = crew.heed(() => watch.update(`Claiming: ${written()} of ${total} countries`))
  const before = await Promise.all(members.map(({ child }, at) => child.call('write', Math.ceil((sizes[at] ?? 0) / BEFORE_CUT))))
  const connected = written()
  const claimed = sum(before.map(({ claims }) => claims))
  watch.end(`Made ${claimed} claims while all were connected`)
  watch.begin('Claiming the rest, and pulling the cable in the middle of it')
  const writing = Promise.all(members.map(({ child }) => child.call('write', null)))
  await Promise.race([crew.waitUntil('writing goes on', () => written() > connected), writing])
  const atCut = written()
  cable.cut()
  const ends = await writing
  unheed()
  watch.end(`Pulled the cable when ${atCut} of ${total} countries were claimed; both sides went on to the last`)
  return { entries: sum(ends.map(({ entries }) => entries)), claims: sum(ends.map(({ claims }) => claims)) }
}

async function lookWhileCut(crew: AtlasCrew, watch: Watch): Promise<Pick<Voyage, 'sides' | 'whileCut'>> {
  watch.begin('Asking either side what it believes')
  const sides: SideWhileCut[] = []
  for (const side of ['west', 'east'] as const) sides.push(await lookAt(crew, side))
  const answers = sum(await Promise.all(crew.members().map(({ child }) => child.call('answer'))))
  const certificatesEqual = sides[0]?.digest === sides[1]?.digest
  watch.end(`Cut in two, the nodes answered ${answers} questions about countries`)
  return { sides, whileCut: { certificatesEqual, answers } }
}

async function lookAt(crew: AtlasCrew, side: Side): Promise<SideWhileCut> {
  const members = crew.members().filter((member) => member.side === side)
  const [state] = await crew.agree(members, `the ${side} agrees with itself`)
  const [speaker] = members
  if (speaker === undefined || state === undefined) throw new Error(`nobody stands in the ${side}`)
  return {
    side,
    members: members.map(({ name }) => name),
    digest: state.digest,
    entries: state.entries,
    belief: await speaker.child.call('believe', QUESTION.frame, QUESTION.slot),
  }
}

async function heal(
  crew: AtlasCrew,
  entries: number,
  watch: Watch,
): Promise<
  Pick<Voyage, 'healMs' | 'healMessages'> & {
    readonly states: readonly { readonly digest: string; readonly state: string; readonly entries: number }[]
  }
> {
  watch.begin('Putting the cable back')
  const sentBefore = await crew.messagesSent()
  const began = performance.now()
  crew.cable.heal()
  await crew.waitUntil('every node holds every entry', () =>
    crew.members().every((member: AtlasMember) => member.news().entries >= entries),
  )
  const states = await crew.agree(crew.members(), 'all certificates are equal')
  const healMs = Math.round(performance.now() - began)
  const healMessages = (await crew.messagesSent()) - sentBefore
  watch.end(`Put the cable back: all nodes equal after ${healMs} ms and ${healMessages} messages`)
  return { healMs, healMessages, states }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
