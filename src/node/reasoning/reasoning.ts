/** Reasoning: everything around a core that reasons: modules, asking, sessions that move, and what is told about it. */
import type { Clock } from '../../base/clock.ts'
import { TracordError, type ErrorCode } from '../../base/error.ts'
import type { Hash } from '../../base/hash.ts'
import type { ItemId } from '../../frames/item.ts'
import { MAIN_DOMAIN } from '../../frames/name.ts'
import type { TraceItem } from '../../frames/trace-item.ts'
import { hashingEmbedder, type Embedder } from '../../routing/embedder.ts'
import type { Peer } from '../../routing/peer.ts'
import { machineClock } from '../clock.ts'
import type { Core } from '../core/core.ts'
import { messageOf } from '../core/events.ts'
import type { Claimed } from '../node.ts'
import type { Manner } from './answer.ts'
import { isHeardIn } from './core-mesh.ts'
import { createDesk } from './desk.ts'
import { fingerprintsOf } from './fingerprint.ts'
import type { AskedGoal } from './goal.ts'
import { RUN_MS, RUN_STEPS } from './limits.ts'
import { ALONE, type Mesh, type OnAsk, type OwnProfile } from './mesh.ts'
import { createMeasure } from './measure.ts'
import type { Checker, Module } from './module.ts'
import { recallModule } from './recall.ts'
import { rulesModule } from './rules.ts'
import { profiler } from './profile.ts'
import { publish } from './publish.ts'
import { createTakeover } from './takeover.ts'
import { createTimings } from './timings.ts'
import { sessionsView, traceView, tracesView } from './trace-view.ts'
import type { ReasoningVerbs } from './verbs.ts'
import { createWorkshop } from './workshop.ts'

/** What reasoning is made with; all of it may be absent. */
export interface ReasoningParts {
  readonly modules?: readonly Module[]
  readonly checkers?: readonly Checker[]
  readonly manner?: Manner
  readonly embedder?: Embedder
  readonly domains?: readonly string[]
  readonly mesh?: Mesh
  readonly clock?: Clock
}

/** Reasoning as its node has it: the verbs, and what they are made of. */
export interface Reasoning extends ReasoningVerbs {
  check(checker: Checker): void
  /** Stops what is under way where it is: its sessions stay open. */
  stop(): Promise<void>
  readonly onAsk: OnAsk
  profile(): OwnProfile
  load(): number
}

/** The verbs of a node that are its reasoning's. */
export function reasoningVerbs(reasoning: Reasoning): ReasoningVerbs {
  const { use, ask, publish: tell, trace, traces, sessions, members, metrics, fingerprints, drain } = reasoning
  return { use, ask, publish: tell, trace, traces, sessions, members, metrics, fingerprints, drain }
}

/** What the owner of a node hears of by itself: it closes, or its disk refuses. */
const TOLD_OTHERWISE: ReadonlySet<ErrorCode> = new Set(['CLOSED', 'READ_ONLY', 'OUTCOME_UNKNOWN'])

/** How a node writes of sessions. */
interface Pen {
  write(domain: string, items: readonly TraceItem[]): Promise<Claimed>
  domainOf(session: ItemId): string
  /** In the domain of the session. */
  tell(session: ItemId, ...items: readonly TraceItem[]): Promise<Claimed>
  /** What nobody waits for: a failure is told as an alarm. */
  alone(session: ItemId, work: Promise<unknown>): void
}

function penOf(core: Core): Pen {
  const write: Pen['write'] = (domain, items) =>
    new Promise((resolve, reject) => {
      core.writeTraces(domain, items, (result) => (result.ok ? resolve(result.value) : reject(result.error)))
    })
  const domainOf = (session: ItemId): string => core.locate(session.slice(0, session.indexOf('#')) as Hash)?.log.domain ?? MAIN_DOMAIN
  return {
    ...{ write, domainOf, tell: (session, ...items) => write(domainOf(session), items) },
    alone(session, work) {
      work.catch((error: unknown) => {
        if (error instanceof TracordError && TOLD_OTHERWISE.has(error.code)) return
        core.report({ type: 'alarm', peer: 'self', why: `session ${session}: ${messageOf(error)}` })
      })
    },
  }
}

/** Reasoning around a started core. */
export function createReasoning(core: Core, parts: ReasoningParts = {}): Reasoning {
  const { clock = machineClock, embedder = hashingEmbedder, mesh = ALONE, manner = {}, domains = null } = parts
  const { engine, author } = core
  const timings = createTimings()
  const measure = createMeasure(core, timings)
  const { write, domainOf, tell, alone } = penOf(core)
  const workshop = createWorkshop(core, clock, write)
  for (const module of [rulesModule(engine), recallModule(engine, embedder), ...(parts.modules ?? [])]) workshop.use(module)
  for (const checker of parts.checkers ?? []) workshop.check(checker)

  const takeOn = async (session: ItemId): Promise<void> => void (await tell(session, { k: 'handover', session, to: author }))
  const taking = new Set<ItemId>()
  const goOn = async (session: ItemId, goal: AskedGoal): Promise<void> => {
    taking.add(session)
    try {
      await takeOn(session)
      await workshop.work({ goal, session, budget: { steps: RUN_STEPS, ms: RUN_MS }, signal: new AbortController().signal })
    } finally {
      taking.delete(session)
    }
  }
  const takeover = createTakeover({
    ...{ clock, engine, self: author, members: () => mesh.members(), domainOf },
    isHeard: (domain) => isHeardIn(core, author, domain),
    isAble: workshop.isAble,
    isBusyWith: (session) => workshop.isShut() || taking.has(session) || workshop.open().has(session),
    take: (session, goal) => alone(session, goOn(session, goal)),
    giveOn: (session) => alone(session, tell(session, { k: 'handover', session })),
    // Only whoever has a session may end it.
    close: (session, reason) =>
      alone(session, tell(session, { k: 'handover', session, to: author }, { k: 'close', session, reason })),
  })
  const profile = profiler(core.name, domains, () => (workshop.isShut() ? [] : workshop.modules()), embedder)
  const self = (): Peer => ({ id: author, isLive: !workshop.isShut(), load: workshop.load(), latencyMs: 0, ...profile() })
  const desk = createDesk({
    ...{ core, clock, mesh, workshop, embedder, timings, manner, self, takeOn },
    leftBy: (owner, goal) => takeover.leftBy(owner, goal.text),
  })
  const shut = (): Promise<void> => {
    takeover.stop()
    return workshop.shut()
  }
  return {
    use: (module) => workshop.use(module),
    check: (checker) => workshop.check(checker),
    ask: (goal, options) => desk.ask(goal, options),
    publish: (input) => publish(input, core, write, workshop.checkers),
    trace: (id) => traceView(core, id),
    traces: () => tracesView(core),
    sessions: () => sessionsView(core),
    members: () => mesh.members(),
    metrics: measure.metrics,
    fingerprints: () => fingerprintsOf(engine),
    async drain() {
      await shut()
      // Those that nobody was at work on, too: while their owner is there, the others leave them to it.
      for (const session of takeover.owned()) await tell(session, { k: 'handover', session })
    },
    stop: shut,
    ...{ onAsk: desk.onAsk, profile, load: workshop.load },
  }
}
