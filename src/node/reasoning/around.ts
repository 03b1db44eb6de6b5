/** Around: a goal asked of the members that a model names, this node among them, until one answers or all did. */
import type { Clock, Ms } from '../../base/clock.ts'
import type { ItemId } from '../../frames/item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Embedder } from '../../routing/embedder.ts'
import { candidatesOf } from '../../routing/models.ts'
import type { Peer } from '../../routing/peer.ts'
import type { Alternative, AskOptions, Found } from './answer.ts'
import type { AskedGoal } from './goal.ts'
import { ASK_MS, ASKED_MAX, HEDGE_MS, RUN_MS, RUN_STEPS } from './limits.ts'
import type { MemberSeen, Mesh } from './mesh.ts'
import { questionText, readFound, type Question } from './question.ts'
import type { Timings } from './timings.ts'
import { everyTurn, inTurn, type Turn, type TurnsParts } from './turns.ts'

/** What is asked with. */
export interface AroundParts {
  readonly name: string
  readonly clock: Clock
  readonly mesh: Mesh
  readonly embedder: Embedder
  readonly timings: Timings
  self(): Peer
  /** Whether a module here accepts the goal. */
  isAble(goal: AskedGoal): Promise<boolean>
  /** The open session toward this goal that `owner` leaves behind. */
  leftBy(owner: AuthorKey, goal: AskedGoal): ItemId | null
  /** Answers by this node alone. */
  answerHere(question: Question, signal: AbortSignal): Promise<Found>
}

/** Who answered, the first first, and who else could have been asked. */
export interface Asked {
  readonly turns: readonly Turn<Found>[]
  readonly alternatives: readonly Alternative[]
}

/** Asks around: one answer, or with `merge` those of all. Rejects as `inTurn` does. */
export async function askAround(goal: AskedGoal, options: AskOptions, parts: AroundParts): Promise<Asked> {
  const { mesh, embedder, timings } = parts
  const { model = 'nearest', centre } = options
  const self = parts.self()
  const seen = mesh.members().map((member) => ({ ...member, latencyMs: timings.of(member.id) ?? member.latencyMs }))
  const routed = { text: goal.text, domain: goal.domain, meaning: embedder.embed(goal.text) }
  const order = candidatesOf(model, centre === undefined ? {} : { centre })(routed, seen, self)
  const isAble = order.includes(self.id) && (await parts.isAble(goal))
  const able = order.filter((id) => id !== self.id || isAble)
  const turns = turnsOf(goal, able.slice(0, ASKED_MAX), options, parts)
  const isAll = model === 'swarm' && options.merge === true
  const answered = isAll ? await everyTurn(turns) : [await inTurn(turns)]
  const alternatives = order.filter((id) => id !== answered[0]?.by).map((id) => alternativeOf(id, seen, parts))
  return { turns: answered, alternatives }
}

function turnsOf(goal: AskedGoal, candidates: readonly AuthorKey[], options: AskOptions, parts: AroundParts): TurnsParts<Found> {
  const { timeoutMs = ASK_MS, hedgeMs = HEDGE_MS, steps = RUN_STEPS, anew = false } = options
  const { mesh, clock } = parts
  const self = parts.self().id
  const budget = { steps, ms: Math.min(RUN_MS, timeoutMs) }
  const isGone = (id: AuthorKey): boolean => id !== self && !mesh.members().some((member) => member.id === id && member.isLive)
  let before: AuthorKey | undefined
  return {
    ...{ clock, candidates, hedgeMs, timeoutMs, width: options.model === 'swarm' ? candidates.length : 1 },
    signal: options.signal ?? new AbortController().signal,
    isThere: (id) => !isGone(id),
    isHedged: (id) => id !== self,
    ask(candidate, signal) {
      // Whoever comes after one that died, or stopped here, goes on where that was.
      const isLeft = before !== undefined && (isGone(before) || before === self)
      const session = isLeft ? parts.leftBy(before!, goal) : null
      before = candidate
      const question = { goal, budget, anew, session }
      return candidate === self ? parts.answerHere(question, signal) : askMember(candidate, question, timeoutMs, signal, parts)
    },
  }
}

function askMember(to: AuthorKey, question: Question, timeoutMs: Ms, signal: AbortSignal, parts: AroundParts): Promise<Found> {
  const { clock, mesh, timings } = parts
  return new Promise((resolve, reject) => {
    const began = clock.now()
    const cancel = mesh.ask(to, questionText(question), timeoutMs, (result) => {
      const found = result.ok ? readFound(result.value) : result
      if (result.ok) timings.note(to, clock.now() - began)
      if (found.ok) resolve(found.value)
      else reject(found.error)
    })
    signal.addEventListener('abort', cancel, { once: true })
  })
}

function alternativeOf(id: AuthorKey, seen: readonly MemberSeen[], parts: AroundParts): Alternative {
  const name = id === parts.self().id ? parts.name : (seen.find((member) => member.id === id)?.name ?? null)
  return { by: id, name }
}
