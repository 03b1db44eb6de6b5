/** Trace view: one published trace, or one session under way, as a program and a person read it. */
import { TracordError } from '../../base/error.ts'
import type { ItemId } from '../../frames/item.ts'
import { dotOf, mermaidOf } from '../../traces/draw.ts'
import { stepFrom } from '../../traces/archive.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Status } from '../../semantics/judgement.ts'
import type { Published } from '../../semantics/reasoning/publication.ts'
import type { Core } from '../core/core.ts'
import { standingOf } from './held.ts'
import { ownersOf, stateOf } from './owners.ts'
import type { SessionSummary, TraceSummary, TraceView } from './view.ts'

/** Every published trace, sorted by id. */
export function tracesView({ engine }: Pick<Core, 'engine'>): readonly TraceSummary[] {
  return engine.traces().map((published) => {
    const { trace, session, ok } = published
    const { id, goal, by, steps } = trace
    return { id, session, goal, by, coherent: ok, steps: steps.length, standing: standingIn(engine, published) }
  })
}

/** Every session that was begun here or elsewhere, by somebody whose word counts; sorted by id. */
export function sessionsView({ engine }: Pick<Core, 'engine'>): readonly SessionSummary[] {
  return [...engine.archive.sessions()].sort().flatMap((id): readonly SessionSummary[] => {
    const record = engine.session(id)
    const state = record === undefined ? undefined : stateOf(record)
    if (record?.begun === undefined || state === undefined) return []
    const owners = state === 'open' ? ownersOf(record) : []
    return [{ id, goal: record.begun.item.goal, state, steps: record.steps.length, owners }]
  })
}

/** The trace of a conclusion, or what there is of a session. Throws `UNKNOWN`. */
export function traceView({ engine }: Pick<Core, 'engine'>, id: ItemId): TraceView {
  const published = typeof id === 'string' ? engine.traceOf(id) : undefined
  const view = published === undefined ? sessionView(engine, id) : viewOf(engine, published, 'published')
  if (view !== undefined) return view
  throw new TracordError('UNKNOWN', `this node holds no trace and no session ${id}: sync first, or check the id`)
}

/** Of a session the first thing that it published, else its drafts. */
function sessionView(engine: Engine, id: ItemId): TraceView | undefined {
  const record = engine.session(id)
  if (record === undefined) return undefined
  const { begun, steps, conclusions, closes } = record
  const [first] = conclusions
  const published = first === undefined ? undefined : engine.traceOf(first.id)
  if (published !== undefined) return viewOf(engine, published, 'published')
  const trace = { id, by: begun?.by ?? '', goal: begun?.item.goal ?? '', concludes: undefined, steps: steps.map(stepFrom) }
  const state = stateOf(record) === 'open' ? 'open' : 'closed'
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

