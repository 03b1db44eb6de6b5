/** Held: what stands already: an answer without any reasoning. */
import type { ItemId } from '../../frames/item.ts'
import type { Statement } from '../../frames/statement.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Status } from '../../semantics/judgement.ts'
import { meaningKey } from '../../semantics/reasoning/scratch.ts'
import { isAccepted } from '../core/views.ts'
import type { Found } from './answer.ts'
import type { AskedGoal } from './goal.ts'

/** What is accepted of the slot that the goal wants, else what its published traces agree upon. */
export function heldAnswer(engine: Engine, { text, wants }: AskedGoal): Found | undefined {
  if (wants !== undefined) {
    const standing = engine.standingsOf(wants.frame).find(({ slot, not, status }) => slot === wants.slot && !not && isAccepted(status))
    if (standing === undefined) return undefined
    const { frame, slot, value, not } = standing
    return { conclusion: { frame, slot, value, not }, trace: null, session: null, module: null }
  }
  const goal = engine.archive.count().conclusions === 0 ? undefined : engine.goal(text)
  const [first] = goal?.status === 'consensus' ? goal.classes : []
  return first === undefined ? undefined : foundOf(engine, first.concludes, first.traces[0] ?? null)
}

/** What a published trace came to. */
export function foundBy(engine: Engine, trace: ItemId): Found | undefined {
  const conclusion = engine.traceOf(trace)?.trace.concludes
  return conclusion === undefined ? undefined : foundOf(engine, conclusion, trace)
}

function foundOf(engine: Engine, conclusion: Statement, trace: ItemId | null): Found {
  const session = trace === null ? null : (engine.traceOf(trace)?.session ?? null)
  const begun = session === null ? undefined : engine.archive.session(session)?.begun
  return { conclusion, trace, session, module: begun?.item.module ?? null }
}

/** How a statement stands here; null: it is not held. */
export function standingOf(engine: Pick<Engine, 'standingsOf'>, statement: Statement): Status | null {
  const key = meaningKey(statement)
  return engine.standingsOf(statement.frame).find((one) => meaningKey(one) === key)?.status ?? null
}
