/** A member of the solvers, in a process of its own: a node that publishes what one solver reasoned. */
import { TracordError } from '../../base/error.ts'
import type { ItemId } from '../../frames/item-id.ts'
import { valueKey } from '../../frames/value.ts'
import { createNode } from '../../node/create.ts'
import type { TracordNode } from '../../node/node.ts'
import { conclude, draft, engineIn } from '../../node/drafting.ts'
import type { Status } from '../../semantics/judgement.ts'
import type { Trace } from '../../traces/trace.ts'
import { answerCalls } from '../stage/post.ts'
import { finish } from './finishing.ts'
import { findingsOf, type Findings, type RefusedTrace } from './findings.ts'
import { SOLVERS } from './law.ts'
import { ANSWER, questionsIn } from './source.ts'

/** What a member is started with. */
export interface SolverSetup {
  readonly solver: string
  /** The file of questions; of its solutions the member reads its own solver's only. */
  readonly file: string
  readonly url: string
  readonly dir: string
}

/** What a member tells unasked. */
export interface SolverNews {
  /** Entries it holds. */
  readonly entries: number
  /** Traces it is done with: published, each acknowledged, or refused. */
  readonly done: number
  /** Sessions it holds that have come to nothing yet, whoever began them. */
  readonly open: number
  /** Whether it reaches its server. */
  readonly online: boolean
}

/** How a member stands. */
export interface SolverState {
  readonly digest: string
  readonly state: string
  readonly entries: number
  /** Messages sent since it started. */
  readonly sent: number
}

/** What is believed of a question: the accepted value's key, or null, and how it stands. */
export interface Belief {
  readonly value: string | null
  readonly status: Status
}

/** What a member can be asked. */
export type SolverCalls = {
  /** Opens the node; its author key, and how many traces it has to publish. */
  readonly open: () => Promise<{ readonly author: string; readonly traces: number }>
  /** Publishes the next traces until `count` are done with; resolves with the entries that were acknowledged in all. */
  readonly publish: (count: number) => Promise<number>
  /** Those that the COHERENCE-CHECK kept from being published. */
  readonly refused: () => readonly RefusedTrace[]
  /** Tells the steps of all traces that are left, and concludes `count` of them; how many entries that took. */
  readonly think: (count: number) => Promise<number>
  /** Finishes the sessions that `author` left behind; how many. */
  readonly finish: (author: string) => Promise<number>
  readonly state: () => SolverState
  /** By frame. */
  readonly beliefs: () => Readonly<Record<string, Belief>>
  readonly findings: () => Findings
  readonly close: () => Promise<void>
}

/** Milliseconds between beacons: a server's client hears of news by push, and each beacon judges anew. */
const BEACON_MS = 5_000
/** Milliseconds between two looks at what the node holds. */
const LOOK_MS = 20
/** Traces published at once: they share an entry. Few, since quality is learned from whole multiples of 256 entries of a solver. */
const TRACES_AT_ONCE = 4

const setup = JSON.parse(process.argv[2] ?? '{}') as SolverSetup
const questions = await questionsIn(setup.file)
const traces = questions.flatMap((question) => question.traces[setup.solver] ?? []).filter(({ concludes }) => concludes !== undefined)
const frames = new Map(questions.map(({ text, frame }) => [text, frame]))
let node: TracordNode
let [done, told] = [0, '']
/** Entries that were acknowledged. */
const entries = new Set<string>()
const refused: RefusedTrace[] = []
/** Milliseconds that each read took. */
const reads: number[] = []
const tell = answerCalls({
  open,
  publish: publishUntil,
  refused: () => refused,
  think,
  finish: (author: string) => finish(node, author, frames),
  state: () => stateOf(node),
  beliefs,
  findings: () => findingsOf(node, engineIn(node), reads),
  close: () => node.close(),
} satisfies SolverCalls)

async function open(): Promise<{ readonly author: string; readonly traces: number }> {
  node = await createNode({
    ...{ name: setup.solver, dir: setup.dir, connect: [setup.url], realm: SOLVERS, role: 'leaf', beaconMs: BEACON_MS },
  })
  setInterval(announce, LOOK_MS).unref()
  announce()
  return { author: node.id, traces: traces.length }
}

/** Tells the parent what changed; who subscribes for conflicts would have them judged after every trace. */
function announce(): void {
  const { entries: held, peers } = node.status()
  const { sessions, conclusions } = engineIn(node).archive.count()
  const news: SolverNews = { entries: held, done, open: sessions - conclusions, online: peers.some(({ state }) => state === 'ready') }
  if (JSON.stringify(news) === told) return
  told = JSON.stringify(news)
  tell(news)
}

async function publishUntil(count: number): Promise<number> {
  while (done < Math.min(count, traces.length)) {
    const batch = traces.slice(done, Math.min(done + TRACES_AT_ONCE, count))
    const published = await Promise.all(batch.map(publish))
    for (const entry of published) if (entry !== null) entries.add(entry)
    done += batch.length
    announce()
  }
  return entries.size
}

/** The entry that holds the trace; null where the COHERENCE-CHECK kept it from being published. */
async function publish({ goal, steps, concludes }: Trace): Promise<string | null> {
  if (concludes === undefined) return null
  try {
    const told = steps.map(({ id, text, uses, checks }) => ({ id, text, uses, check: checks }))
    const { trace } = await node.publish({ goal, steps: told, concludes })
    return trace.slice(0, trace.indexOf('#'))
  } catch (error) {
    if (!(error instanceof TracordError) || error.code !== 'REFUSED') throw error
    refused.push({ solver: setup.solver, goal, why: error.message })
    return null
  }
}

async function think(count: number): Promise<number> {
  const before = entries.size
  const drafted: { readonly trace: Trace; readonly ids: readonly ItemId[] }[] = []
  for (const trace of traces.slice(done)) {
    const { entry, ids } = await draft(node, trace)
    drafted.push({ trace, ids })
    entries.add(entry)
  }
  for (const { trace, ids } of drafted.slice(0, count)) {
    entries.add((await conclude(node, trace, ids)).entry)
    done += 1
  }
  announce()
  return entries.size - before
}

function beliefs(): Readonly<Record<string, Belief>> {
  node.certificate() // judges, so that what is timed below is reading
  const all = questions.map(({ frame }): [string, Belief] => {
    const began = performance.now()
    const view = node.frame(frame)[ANSWER]
    reads.push(performance.now() - began)
    const [value, another] = view?.values ?? []
    const isOne = view !== undefined && value !== undefined && another === undefined
    return [frame, { value: isOne ? valueKey(value as Parameters<typeof valueKey>[0]) : null, status: view?.status ?? 'unknown' }]
  })
  return Object.fromEntries(all)
}

function stateOf(one: TracordNode): SolverState {
  const { digest, state, entries } = one.certificate()
  return { digest, state, entries, sent: one.status().messages.sent }
}
