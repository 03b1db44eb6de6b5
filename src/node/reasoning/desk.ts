/** Desk: where goals are answered: from what stands, by a module here, or by the members that the chosen model names. */
import type { Clock, Ms } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import type { ItemId } from '../../frames/item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Embedder } from '../../routing/embedder.ts'
import { candidatesOf } from '../../routing/models.ts'
import type { Peer } from '../../routing/peer.ts'
import type { Core } from '../core/core.ts'
import type { Alternative, Answer, AskOptions, Found, Manner } from './answer.ts'
import { goalFrom, type AskedGoal } from './goal.ts'
import { foundBy, heldAnswer, standingOf } from './held.ts'
import { ARRIVAL_MS, ASK_MS, ASKED_MAX, HEDGE_MS, RUN_MS, RUN_STEPS } from './limits.ts'
import { mannerFault } from './manner.ts'
import type { MemberSeen, Mesh, OnAsk } from './mesh.ts'
import type { Goal } from './module.ts'
import { foundText, questionText, readFound, readQuestion, type Question } from './question.ts'
import type { Timings } from './timings.ts'
import { everyTurn, inTurn, type Turn, type TurnsParts } from './turns.ts'
import type { Workshop } from './workshop.ts'

/** What a desk works with. */
export interface DeskParts {
  readonly core: Core
  readonly clock: Clock
  readonly mesh: Mesh
  readonly workshop: Workshop
  readonly embedder: Embedder
  readonly timings: Timings
  /** How goals are asked where a call does not say. */
  readonly manner: Manner
  self(): Peer
  /** The open session toward this goal that `owner` leaves behind. */
  leftBy(owner: AuthorKey, goal: AskedGoal): ItemId | null
}

/** Where goals are answered. */
export interface Desk {
  ask(goal: Goal | string, options?: AskOptions): Promise<Answer>
  /** Answers the questions of others, by itself alone. */
  readonly onAsk: OnAsk
}

/** A desk over `parts`. */
export function createDesk(parts: DeskParts): Desk {
  const { core, clock, mesh, workshop, embedder, timings } = parts
  const { engine } = core

  /** By this node alone. */
  const answerHere = async ({ goal, budget, anew, session }: Question, signal: AbortSignal): Promise<Found> => {
    const held = anew ? undefined : heldAnswer(engine, goal)
    if (held !== undefined) return held
    const outcome = await workshop.work({ goal, budget, session, signal })
    if (outcome.type !== 'concluded') {
      const why = outcome.type === 'failed' ? outcome.why : 'it was given up'
      throw new TracordError('NO_ANSWER', `${outcome.module}: ${why}`)
    }
    const found = foundBy(engine, outcome.conclusion)
    if (found === undefined) throw new TracordError('NO_ANSWER', `${outcome.module}: its conclusion was not taken in`)
    return found
  }
  const askMember = (to: AuthorKey, question: Question, timeoutMs: Ms, signal: AbortSignal): Promise<Found> =>
    new Promise((resolve, reject) => {
      const began = clock.now()
      const cancel = mesh.ask(to, questionText(question), timeoutMs, (result) => {
        const found = result.ok ? readFound(result.value) : result
        if (result.ok) timings.note(to, clock.now() - began)
        if (found.ok) resolve(found.value)
        else reject(found.error)
      })
      signal.addEventListener('abort', cancel, { once: true })
    })
  const peers = (): readonly MemberSeen[] =>
    mesh.members().map((member) => ({ ...member, latencyMs: timings.of(member.id) ?? member.latencyMs }))

  const askAround = async (goal: AskedGoal, options: AskOptions, began: Ms): Promise<Answer> => {
    const { model = 'nearest', merge = false, timeoutMs = ASK_MS, hedgeMs = HEDGE_MS, steps = RUN_STEPS, centre, anew = false } = options
    const seen = peers()
    const routed = { text: goal.text, domain: goal.domain, meaning: embedder.embed(goal.text) }
    const order = candidatesOf(model, centre === undefined ? {} : { centre })(routed, seen, parts.self())
    const candidates = (model === 'swarm' ? order : order.slice(0, ASKED_MAX)).filter((id) => id !== core.author || workshop.suited(goal))
    const question: Question = { goal, budget: { steps, ms: Math.min(RUN_MS, timeoutMs) }, anew, session: null }
    let last: AuthorKey | undefined
    const ask = (candidate: AuthorKey, signal: AbortSignal): Promise<Found> => {
      const session = last === undefined || !isGone(last) ? null : parts.leftBy(last, goal)
      last = candidate
      const own = { ...question, session }
      return candidate === core.author ? answerHere(own, signal) : askMember(candidate, own, timeoutMs, signal)
    }
    const isGone = (id: AuthorKey): boolean => id !== core.author && !mesh.members().some((member) => member.id === id && member.isLive)
    const turns = {
      ...{ clock, candidates, hedgeMs, timeoutMs, ask, width: model === 'swarm' ? candidates.length : 1 },
      signal: options.signal ?? new AbortController().signal,
      isThere: (id: AuthorKey): boolean => !isGone(id),
      isHedged: (id: AuthorKey): boolean => id !== core.author,
    }
    const first = model === 'swarm' && merge ? await together(goal, turns) : await inTurn(turns)
    const { by, answer } = first
    await arrival(answer)
    const alternatives = order.filter((id) => id !== by).map((id) => alternativeOf(id, seen))
    return answerFrom(goal, answer, by, alternatives, began)
  }
  /** What all that were asked come to: the class of most weight where there is one, else whoever answered first. */
  const together = async (goal: AskedGoal, turns: TurnsParts<Found>): Promise<Turn<Found>> => {
    const answered = await everyTurn(turns)
    for (const { answer } of answered) await arrival(answer)
    const merged = heldAnswer(engine, { ...goal, wants: undefined })
    const among = answered.find(({ answer }) => answer.trace === merged?.trace) ?? answered[0]!
    return merged === undefined ? among : { by: among.by, answer: merged }
  }
  /** The entries behind an answer come by their own way, usually before it. */
  const arrival = async ({ trace }: Found): Promise<void> => {
    if (trace === null || engine.traceOf(trace) !== undefined) return
    await new Promise<void>((resolve) => {
      const end = (): void => {
        stop()
        cancel()
        resolve()
      }
      const cancel = clock.after(ARRIVAL_MS, end)
      const stop = core.subscribe(({ type }) => {
        if (type === 'entries' && engine.traceOf(trace) !== undefined) end()
      })
    })
  }
  const alternativeOf = (id: AuthorKey, seen: readonly MemberSeen[]): Alternative => ({
    by: id,
    name: id === core.author ? core.name : (seen.find((member) => member.id === id)?.name ?? null),
  })
  const answerFrom = (goal: AskedGoal, found: Found, by: AuthorKey, alternatives: readonly Alternative[], began: Ms): Answer => {
    const route = by === core.author ? [by] : [core.author, by]
    const ms = clock.now() - began
    timings.answered(ms)
    return { goal: goal.text, ...found, standing: standingOf(engine, found.conclusion), route, alternatives, ms }
  }
  return {
    async ask(input, given = {}) {
      const began = clock.now()
      const goal = goalFrom(input)
      if (!goal.ok) throw goal.error
      const options = { ...parts.manner, ...given }
      const fault = mannerFault(options)
      if (fault !== undefined) throw new TracordError('BAD_INPUT', fault)
      const held = given.anew === true ? undefined : heldAnswer(engine, goal.value)
      if (held !== undefined) return answerFrom(goal.value, held, core.author, othersOf(mesh.members()), began)
      return askAround(goal.value, options, began)
    },
    onAsk(_from, text, reply, signal) {
      const question = readQuestion(text)
      if (!question.ok) return reply(question)
      answerHere(question.value, signal).then(
        (found) => reply({ ok: true, value: foundText(found) }),
        (error: unknown) => reply({ ok: false, error: error instanceof TracordError ? error : new TracordError('NO_ANSWER', String(error)) }),
      )
    },
  }
}

/** Who else holds what stands: anybody alive may be asked for it. */
function othersOf(members: readonly MemberSeen[]): readonly Alternative[] {
  return members.filter(({ isLive }) => isLive).map(({ id, name }) => ({ by: id, name }))
}
