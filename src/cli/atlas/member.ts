/** A member of the atlas, in a process of its own: a node that claims what one package says. */
import type { TracordNode } from '../../node/node.ts'
import { createNode } from '../../node/create.ts'
import { tally, type Tally } from './tally.ts'
import { ATLAS, COUNTRY } from './law.ts'
import type { Common, News, Place, Standing } from '../stage/crew.ts'
import { answerCalls } from '../stage/post.ts'
import { readSource } from './source.ts'
import type { Country } from './codes.ts'

/** What a member tells unasked. */
export interface MemberNews extends News {
  /** Countries it has claimed, each acknowledged. */
  readonly written: number
}

/** What one side believes about a slot. */
export interface Belief {
  readonly value: string | null
  readonly status: string
  readonly by: readonly string[]
}

/** What a member can be asked. */
export type MemberCalls = Common & {
  /** Claims countries until `count` of them are claimed, all of them for null. Resolves with what was acknowledged in all. */
  readonly write: (count: number | null) => Promise<{ readonly entries: number; readonly claims: number }>
  readonly believe: (frame: string, slot: string) => Belief
  /** Reads every frame it holds; how many it could answer. */
  readonly answer: () => number
  readonly tally: () => Tally
}

/** Milliseconds between beacons: a server's client hears of news by push, and each beacon judges everything anew. */
const BEACON_MS = 3_000
/** Milliseconds between two looks at what the node holds. */
const LOOK_MS = 20
/** Countries claimed at once: they share a commit. */
const COUNTRIES_AT_ONCE = 8

const setup = JSON.parse(process.argv[2] ?? '{}') as Place
/** From Z to A, so that what the two sides will be asked about, Bulgaria, is said after the cut. */
const countries = (await readSource(setup.name)).toReversed()
let node: TracordNode
let written = 0
/** Entries that were acknowledged; claims made at once share one. */
const entries = new Set<string>()
let claims = 0
const tell = answerCalls({
  open,
  write,
  state: () => stateOf(node),
  believe: (frame: string, slot: string) => beliefOf(node, frame, slot),
  answer: () => node.frames().filter((frame) => Object.keys(node.frame(frame)).length > 0).length,
  tally: () => tally(node),
  close: () => node.close(),
} satisfies MemberCalls)

async function open(): Promise<{ readonly author: string }> {
  node = await createNode({ name: setup.name, dir: setup.dir, connect: [setup.url], realm: ATLAS, role: 'leaf', beaconMs: BEACON_MS })
  setInterval(announce, LOOK_MS).unref()
  announce()
  return { author: node.id }
}

/**
 * Tells the parent what changed. Looked up by the clock instead of `subscribe`: who listens for conflicts has them judged after
 * every change, and
 * nobody here wants that before the end.
 */
let told = ''
function announce(): void {
  const { entries, peers } = node.status()
  const news: MemberNews = { entries, written, online: peers.some(({ state }) => state === 'ready') }
  if (JSON.stringify(news) === told) return
  told = JSON.stringify(news)
  tell(news)
}

async function write(count: number | null): Promise<{ readonly entries: number; readonly claims: number }> {
  const until = Math.min(count ?? countries.length, countries.length)
  while (written < until) {
    const batch = countries.slice(written, Math.min(written + COUNTRIES_AT_ONCE, until))
    await Promise.all(batch.map(claim))
    written += batch.length
    announce()
  }
  return { entries: entries.size, claims }
}

async function claim({ code, slots }: Country): Promise<void> {
  const { entry, ids } = await node.claim(code, { type: COUNTRY, ...slots })
  entries.add(entry)
  claims += ids.length
}

function stateOf(one: TracordNode): Standing {
  const { digest, state, entries } = one.certificate()
  return { digest, state, entries, sent: one.status().messages.sent }
}

function beliefOf(one: TracordNode, frame: string, slot: string): Belief {
  const view = one.frame(frame)[slot]
  if (view === undefined) return { value: null, status: 'unknown', by: [] }
  return { value: typeof view.value === 'string' ? view.value : null, status: view.status, by: view.by }
}
