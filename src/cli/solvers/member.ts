/** A member of the solvers, in a process of its own: a node that publishes what one solver reasoned. */
import { TracordError } from '../../base/error.ts'
import type { ItemId } from '../../frames/item-id.ts'
import { valueKey } from '../../frames/value.ts'
import { createNode } from '../../node/create.ts'
import type { TracordNode } from '../../node/node.ts'
import { engineIn } from '../../node/inside.ts'
import type { Status } from '../../semantics/judgement.ts'
import type { Trace } from '../../traces/trace.ts'
import type { Common, News, Place, Standing } from '../stage/crew.ts'
import { answerCalls } from '../stage/post.ts'
import { findingsOf, type Findings, type RefusedTrace } from './findings.ts'
import { SOLVERS } from './law.ts'
import { solvingModule, toldStep } from './solving.ts'
import { ANSWER, questionsIn } from './source.ts'

/** What a member is started with, besides its place. */
export interface SolverSetup extends Place {
  /** The file of questions; of its solutions the member reads its own solver's only. */
  readonly file: string
}

/** What a member tells unasked. */
export interface SolverNews extends News {
  /** Traces it has to publish, and those it is done with: published, each acknowledged, or refused. */
  readonly traces: number
  readonly done: number
  /** Sessions it holds that have come to nothing yet, whoever began them. */
  readonly open: number
}

/** What is believed of a question: the accepted value's key, or null, and how it stands. */
export interface Belief {
  readonly value: string | null
  readonly status: Status
}

/** What a member can be asked. */
export type SolverCalls = Common & {
  /** Publishes the next traces until `count` are done with; resolves with the entries that were acknowledged in all. */
  readonly publish: (count: number) => Promise<number>
  /** Those that the COHERENCE-CHECK kept from being published. */
  readonly refused: () => readonly RefusedTrace[]
  /** Asks its node about all questions that are left, and ends its thoughts on `count` of them; how many it is thinking about still. */
  readonly think: (count: number) => Promise<number>
  /** Who concluded the sessions that `author` had left, and in which entry. */
  readonly finishedFor: (author: string) => readonly { readonly by: string; readonly entry: string }[]
  /** By frame. */
  readonly beliefs: () => Readonly<Record<string, Belief>>
  readonly findings: () => Findings
}

/** Milliseconds between beacons: who misses six of them counts as gone. Each may judge anew, so there are not many. */
const BEACON_MS = 1_000
/** Milliseconds between two looks at what the node holds. */
const LOOK_MS = 20
/** Traces published at once: they share an entry. Few, since quality is learned from whole multiples of 256 entries of a solver. */
const TRACES_AT_ONCE = 4

const setup = JSON.parse(process.argv[2] ?? '{}') as SolverSetup
const questions = await questionsIn(setup.file)
const traces = questions.flatMap((question) => question.traces[setup.name] ?? []).filter(({ concludes }) => concludes !== undefined)
const frames = new Map(questions.map(({ text, frame }) => [text, frame]))
const knows = new Map(traces.map((trace) => [trace.goal, trace]))
/** Questions that are thought about without end. */
const hard = new Set<string>()
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
  finishedFor,
  state: () => stateOf(node),
  beliefs,
  findings: () => findingsOf(node, engineIn(node), reads),
  close: () => node.close(),
} satisfies SolverCalls)

async function open(): Promise<{ readonly author: string }> {
  const thought = (goal: string): Promise<void> => (hard.has(goal) ? new Promise(() => undefined) : Promise.resolve())
  node = await createNode({
    ...{ name: setup.name, dir: setup.dir, connect: [setup.url], realm: SOLVERS, beaconMs: BEACON_MS },
    modules: [solvingModule({ frames, traces: knows, thought })],
  })
  setInterval(announce, LOOK_MS).unref()
  announce()
  return { author: node.id }
}

/** Tells the parent what changed; who subscribes for conflicts would have them judged after every trace. */
function announce(): void {
  const { entries: held, peers } = node.status()
  const { sessions, conclusions } = engineIn(node).archive.count()
  const open = sessions === conclusions ? 0 : node.sessions().filter(({ state }) => state === 'open').length
  const online = peers.some(({ state }) => state === 'ready')
  const news: SolverNews = { entries: held, traces: traces.length, done, open, online }
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
    const { trace } = await node.publish({ goal, steps: steps.map(toldStep), concludes })
    return entryOf(trace)
  } catch (error) {
    if (!(error instanceof TracordError) || error.code !== 'REFUSED') throw error
    refused.push({ solver: setup.name, goal, why: error.message })
    return null
  }
}

async function think(count: number): Promise<number> {
  const left = traces.slice(done).map(({ goal }) => goal)
  for (const goal of left.slice(count)) hard.add(goal)
  const asked = left.map((goal) => node.ask(goal, { model: 'master', centre: node.id, anew: true }))
  // Those that it thinks about without end are not waited for: the blow falls before.
  for (const one of asked.slice(count)) one.catch(() => undefined)
  for (const { trace } of await Promise.all(asked.slice(0, count))) {
    entries.add(entryOf(trace ?? ''))
    done += 1
  }
  announce()
  return left.length - count
}

function finishedFor(author: string): readonly { readonly by: string; readonly entry: string }[] {
  const { archive } = engineIn(node)
  const others = node.traces().filter(({ by, session }) => by !== author && archive.session(session)?.begun?.by === author)
  return others.map(({ id, by }) => ({ by, entry: entryOf(id) }))
}

const entryOf = (id: ItemId): string => id.slice(0, id.indexOf('#'))

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

function stateOf(one: TracordNode): Standing {
  const { digest, state, entries } = one.certificate()
  return { digest, state, entries, sent: one.status().messages.sent }
}
