/** Trace view: one published trace, or one session under way, as a program and a person read it. */
import { TracordError } from '../../base/error.ts'
import type { ItemId } from '../../frames/item.ts'
import { dotOf, mermaidOf } from '../../traces/draw.ts'
import { stepFrom } from '../../traces/archive.ts'
import type { Trace } from '../../traces/trace.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Status } from '../../semantics/judgement.ts'
import type { Published } from '../../semantics/reasoning/publication.ts'
import type { Core } from '../core/core.ts'
import { standingOf } from './held.ts'
import { isOpen, ownersOf } from './owners.ts'

/** A trace in a list. */
export interface TraceSummary {
  /** Of its conclusion. */
  readonly id: ItemId
  readonly session: ItemId
  readonly goal: string
  readonly by: string
  /** Whether it holds by itself: the COHERENCE-CHECK as this node repeats it. */
  readonly coherent: boolean
  readonly steps: number
  /** How its conclusion stands; null where it is not coherent. */
  readonly standing: Status | null
}

/** A trace with its steps, or a session that has none yet. */
export interface TraceView {
  /** `open`: drafts; `published`; `closed`: it came to nothing. */
  readonly state: 'open' | 'published' | 'closed'
  readonly trace: Trace
  readonly session: ItemId
  /** Who works on it, while it is open. */
  readonly owners: readonly string[]
  /** Who made each step. */
  readonly makers: Readonly<Record<string, string>>
  /** Why it was closed. */
  readonly reasons: readonly string[]
  readonly coherent: boolean
  readonly missing: Published['missing']
  readonly badSteps: Published['badSteps']
  readonly internal: Published['internal']
  readonly standing: Status | null
  /** As a Mermaid flowchart, and as Graphviz DOT. */
  readonly mermaid: string
  readonly dot: string
}

/** Every published trace, sorted by id. */
export function tracesView({ engine }: Pick<Core, 'engine'>): readonly TraceSummary[] {
  return engine.traces().map((published) => {
    const { trace, session, ok } = published
    const { id, goal, by, steps } = trace
    return { id, session, goal, by, coherent: ok, steps: steps.length, standing: standingIn(engine, published) }
  })
}

/** The trace of a conclusion, or what there is of a session. Throws `UNKNOWN`. */
export function traceView({ engine }: Pick<Core, 'engine'>, id: ItemId): TraceView {
  const published = typeof id === 'string' ? engine.traceOf(id) : undefined
  const view = published === undefined ? sessionView(engine, id) : viewOf(engine, published, 'published')
  if (view === undefined) throw new TracordError('UNKNOWN', `this node holds no trace and no session ${String(id)}: sync first, or check the id`)
  return view
}

/** Of a session the first thing that it published, else its drafts. */
function sessionView(engine: Engine, id: ItemId): TraceView | undefined {
  const record = engine.archive.session(id)
  if (record === undefined) return undefined
  const { begun, steps, conclusions, closes } = record
  const [first] = conclusions
  const published = first === undefined ? undefined : engine.traceOf(first.id)
  if (published !== undefined) return viewOf(engine, published, 'published')
  const trace = { id, by: begun?.by ?? '', goal: begun?.item.goal ?? '', concludes: undefined, steps: steps.map(stepFrom) }
  const state = isOpen(record) ? 'open' : 'closed'
  const view = viewOf(engine, { ...engine.check(trace), session: id }, state)
  return { ...view, owners: state === 'open' ? ownersOf(record) : [], reasons: closes.map(({ item }) => item.reason) }
}

function viewOf(engine: Engine, published: Published, state: TraceView['state']): TraceView {
  const { trace, session, ok, missing, badSteps, internal } = published
  const makers = trace.steps.map(({ id }) => [id, engine.archive.stepOf(id)?.by ?? ''] as const)
  return {
    ...{ state, trace, session, owners: [], makers: Object.fromEntries(makers), reasons: [] },
    ...{ coherent: ok, missing, badSteps, internal, standing: standingIn(engine, published) },
    ...{ mermaid: mermaidOf(trace), dot: dotOf(trace) },
  }
}

function standingIn(engine: Engine, { trace, ok }: Published): Status | null {
  return ok && trace.concludes !== undefined ? standingOf(engine, trace.concludes) : null
}

