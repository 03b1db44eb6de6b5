/** Hostile reasoning: false steps, conclusions in others' sessions, sessions stolen and left lying, and answers that are lies. */
import type { Random } from '../base/random.ts'
import { ok } from '../base/result.ts'
import { MAIN_DOMAIN } from '../frames/name.ts'
import type { TraceItem } from '../frames/trace-item.ts'
import type { Core } from '../node/core/core.ts'
import type { CoreParts } from '../node/core/parts.ts'
import { foundText } from '../node/reasoning/question.ts'
import { WORK_OUT } from './reasoning/thinker.ts'

/** Goals of the drawn workload. */
const GOALS = 6
/** While there are so many sessions, it begins none: more would measure work, and nothing else. */
const SESSIONS_LIED_MAX = 12

/** Answers whatever it is asked at once, with what is not so and a trace that nobody holds. */
export function answeringLies(parts: CoreParts): CoreParts {
  const lie = { frame: 'goal-0', slot: 'state', value: 'what I say is so', not: false }
  const found = { conclusion: lie, trace: null, session: null, module: 'truth@1' }
  return { ...parts, onAsk: (_from, _question, reply) => reply(ok(foundText(found))) }
}

/** Takes every session that it has not taken yet. */
export function takeAll(core: Core): void {
  for (const id of core.engine.archive.sessions()) {
    const isTaken = core.engine.archive.session(id)?.handovers.some(({ by, item }) => by === core.author && item.to === core.author)
    if (isTaken !== true) tell(core, [{ k: 'handover', session: id, to: core.author }])
  }
}

/** Tells one lie about reasoning, in entries like any other. */
export function lieInReasoning(random: Random, core: Core): void {
  const sessions = [...core.engine.archive.sessions()].sort()
  const other = sessions[random.below(Math.max(1, sessions.length))]
  const kind = random.below(4)
  if (kind === 0 || other === undefined) {
    if (sessions.length < SESSIONS_LIED_MAX) tell(core, falseTrace(random))
  } else if (kind === 1) tell(core, [{ k: 'handover', session: other, to: core.author }])
  else if (kind === 2) tell(core, [{ k: 'conclusion', session: other, concludes: concluding(random) }])
  else tell(core, [{ k: 'step', session: other, text: 'it is so', checks: [{ k: 'arith', expr: '1 + 1', value: '3' }] }])
}

/** A session of its own, published on a sum that is wrong; now and then it is only begun. */
function falseTrace(random: Random): readonly TraceItem[] {
  const number = random.below(GOALS)
  const wants = { frame: `goal-${number}`, slot: 'state' }
  const session: TraceItem = { k: 'session', goal: `${WORK_OUT} ${number}`, wants, module: 'thinker-1@1' }
  if (random.below(2) === 0) return [session]
  return [
    session,
    { k: 'step', session: '#0', checks: [{ k: 'arith', expr: '2 * 2', value: '5' }] },
    { k: 'conclusion', session: '#0', concludes: concluding(random), steps: ['#1'] },
  ]
}

function concluding(random: Random): { readonly frame: string; readonly slot: string; readonly value: number } {
  return { frame: `goal-${random.below(GOALS)}`, slot: 'state', value: random.below(100) }
}

function tell(core: Core, items: readonly TraceItem[]): void {
  core.writeTraces(MAIN_DOMAIN, items, () => undefined)
}
