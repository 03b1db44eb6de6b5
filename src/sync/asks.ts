/**
 * Asks: a question to a member goes back the way its presence came, at most four hops, and the answer back the way the question came. No
 * flood: a way is known, so an ask costs a message a hop; whoever is in between keeps one bounded record of it until its deadline.
 */
import { canonicalText } from '../base/canonical.ts'
import type { Ms } from '../base/clock.ts'
import { signedText, type AuthorKey } from '../identity/signature.ts'
import { blame, send, type Machine, type OpenAsk, type Peer } from './machine.ts'
import { waysTo } from './members.ts'
import { ASK_HOPS_MAX, type Answer, type AnswerCode, type Ask, type Unask } from './message.ts'

/** What came of a question: the answer, or the code with which somebody refused. */
export interface AskOutcome {
  readonly code: AnswerCode | null
  readonly text: string
}

/** The node asks. */
export function takeQuestion(machine: Machine, id: string, to: AuthorKey, text: string, ms: Ms): void {
  const { asks, means, self, limits, now } = machine
  if (asks.size >= limits.asks) return settle(machine, id, { code: 'REFUSED', text: `${limits.asks} questions are under way here` })
  const sig = means.keyPair.sign(textToAsk(machine, id, self.author, to, text))
  const ask: Ask = { t: 'ask', id, from: self.author, to, hops: ASK_HOPS_MAX, ms: Math.min(ms, limits.askMs), text, sig }
  const open = openAsk(machine, ask, null)
  open.againAt = now + limits.askAgainMs
  if (!forward(machine, open)) fail(machine, open, 'NO_ROUTE', `no way to ${to} is known`)
}

/** The node answers what it was asked. */
export function takeReply(machine: Machine, id: string, { code, text }: AskOutcome): void {
  const { asks, means, self } = machine
  const open = asks.get(id)
  if (open === undefined || open.ask.to !== self.author || open.answer !== null) return
  const sig = means.keyPair.sign(textToAnswer(machine, open.ask, self.author, { code, text }))
  finish(machine, open, { t: 'answer', id, by: self.author, code, text, sig })
}

/** The node does not want to know any more. */
export function takeForget(machine: Machine, id: string): void {
  const open = machine.asks.get(id)
  if (open?.asker === null) close(machine, open)
}

/** A question arrived: for us, or to be passed on. */
export function takeAsk(machine: Machine, peer: Peer, ask: Ask): void {
  const { asks, limits, self } = machine
  const known = asks.get(ask.id)
  if (known !== undefined) return takeAgain(machine, peer, known)
  if (self.role === 'leaf' && ask.to !== self.author) return refuse(machine, peer, ask, 'NO_ROUTE', 'a leaf passes nothing on')
  if (asks.size >= limits.asks) forgetAnswered(machine)
  if (peer.asks >= limits.asksPerPeer || asks.size >= limits.asks) {
    return refuse(machine, peer, ask, 'REFUSED', 'too many questions are under way')
  }
  const isTrue = machine.means.signatures.verify(ask.from, textToAsk(machine, ask.id, ask.from, ask.to, ask.text), ask.sig)
  if (!isTrue || ask.from === self.author) return blame(machine, peer, `a question that ${ask.from} did not sign now`)
  const open = openAsk(machine, ask, peer)
  if (ask.to === self.author) {
    machine.out.push({ type: 'asked', id: ask.id, from: ask.from, text: ask.text, ms: open.until - machine.now })
  } else if (!forward(machine, open)) fail(machine, open, 'NO_ROUTE', `no way to ${ask.to} is known at ${self.author}`)
}

/** The same question again: it, or its answer, was lost further on; or it comes by another way; or it went in a circle. */
function takeAgain(machine: Machine, peer: Peer, open: OpenAsk): void {
  if (open.asker === null || open.to.has(peer.id)) return refuse(machine, peer, open.ask, 'NO_ROUTE', 'the question went in a circle')
  if (open.answer !== null) return send(machine, peer, open.answer)
  if (!open.from.has(peer.id)) open.from.add(peer.id)
  else resend(machine, open)
}

/** An answer arrived: the asked one's own counts, whoever brings it; the refusal of one in between makes us try another way. */
export function takeAnswer(machine: Machine, peer: Peer, answer: Answer): void {
  const open = machine.asks.get(answer.id)
  if (open === undefined || open.answer !== null || !open.tried.has(peer.id)) return
  const { sig = '', by, code, text } = answer
  if (by === open.ask.to) {
    if (machine.means.signatures.verify(by, textToAnswer(machine, open.ask, by, answer), sig)) return finish(machine, open, answer)
    return blame(machine, peer, `an answer that ${by} did not sign`)
  }
  if (code !== 'NO_ROUTE' && code !== 'REFUSED') return blame(machine, peer, 'an answer by one who was not asked')
  open.to.delete(peer.id)
  if (!forward(machine, open) && open.to.size === 0) fail(machine, open, code, text)
}

/** The asker gave up: what came over that connection alone need not go on. */
export function takeUnask(machine: Machine, peer: Peer, { id }: Unask): void {
  const open = machine.asks.get(id)
  if (open !== undefined && open.from.delete(peer.id) && open.from.size === 0) close(machine, open)
}

/** Sends again what has no answer yet, and ends what is over. */
export function beatAsks(machine: Machine): void {
  for (const open of machine.asks.values()) {
    if (machine.now >= open.until) {
      close(machine, open)
      if (open.asker === null) settle(machine, open.ask.id, { code: 'TIMED_OUT', text: `no answer within ${open.ask.ms} ms` })
    } else if (machine.now >= open.againAt) {
      open.againAt = machine.now + machine.limits.askAgainMs
      resend(machine, open)
      forward(machine, open)
    }
  }
}

/** When {@link beatAsks} has something to do; null: never. */
export function asksDue({ asks }: Machine): Ms | null {
  let due: Ms | null = null
  for (const { until, againAt } of asks.values()) due = Math.min(due ?? Infinity, until, againAt)
  return due
}

/** A connection ended: what came over it alone needs no answer, what went over it takes another way. */
export function forgetAsksOf(machine: Machine, { id }: Peer): void {
  for (const open of machine.asks.values()) {
    if (open.from.delete(id) && open.from.size === 0) close(machine, open)
    else if (open.to.delete(id) && open.answer === null && !forward(machine, open) && open.to.size === 0) {
      fail(machine, open, 'NO_ROUTE', 'the way was cut')
    }
  }
}

/** What was answered longest ago makes room. */
function forgetAnswered(machine: Machine): void {
  for (const open of machine.asks.values()) if (open.answer !== null) return close(machine, open)
}

function openAsk(machine: Machine, ask: Ask, peer: Peer | null): OpenAsk {
  const until = machine.now + Math.min(ask.ms, machine.limits.askMs)
  const from = new Set(peer === null ? [] : [peer.id])
  const open: OpenAsk = { ask, asker: peer, from, to: new Set(), tried: new Set(), until, againAt: Infinity, answer: null }
  machine.asks.set(ask.id, open)
  if (peer !== null) peer.asks += 1
  return open
}

/** Sends the question along the next way that was not tried; false when there is none, or it may go no further. */
function forward(machine: Machine, open: OpenAsk): boolean {
  if (open.ask.hops <= 0) return false
  const way = waysTo(machine, open.ask.to).find(({ id }) => !open.tried.has(id) && !open.from.has(id))
  if (way === undefined) return false
  open.tried.add(way.id)
  open.to.add(way.id)
  sendAlong(machine, way, open)
  return true
}

function resend(machine: Machine, open: OpenAsk): void {
  for (const id of open.to) {
    const way = machine.peers.get(id)
    if (way !== undefined) sendAlong(machine, way, open)
  }
}

function sendAlong(machine: Machine, way: Peer, { ask, until }: OpenAsk): void {
  send(machine, way, { ...ask, hops: ask.hops - 1, ms: Math.max(1, until - machine.now) })
}

/** A refusal of the one asked is its answer, and signed like any; that of one in between only says to try another way. */
function refuse(machine: Machine, peer: Peer, ask: Ask, code: AnswerCode, text: string): void {
  const [by, { id }] = [machine.self.author, ask]
  const sig = ask.to === by ? machine.means.keyPair.sign(textToAnswer(machine, ask, by, { code, text })) : undefined
  send(machine, peer, { t: 'answer', id, by, code, text, ...(sig === undefined ? {} : { sig }) })
}

function fail(machine: Machine, open: OpenAsk, code: AnswerCode, text: string): void {
  finish(machine, open, { t: 'answer', id: open.ask.id, by: machine.self.author, code, text })
}

/**
 * An answer is said again when the question comes again: by the one asked to the end, so that nothing is done twice, by others a while. It
 * does not count as under way any more, or a busy asker would be refused for what is answered.
 */
function finish(machine: Machine, open: OpenAsk, answer: Answer): void {
  open.answer = answer
  if (open.asker !== null) open.asker.asks -= 1
  if (open.asker === null) {
    close(machine, open)
    return settle(machine, open.ask.id, answer)
  }
  if (open.ask.to !== machine.self.author) open.until = Math.min(open.until, machine.now + machine.limits.answerKeptMs)
  for (const id of open.from) {
    const peer = machine.peers.get(id)
    if (peer !== undefined) send(machine, peer, answer)
  }
}

function settle(machine: Machine, id: string, { code, text }: AskOutcome): void {
  machine.out.push({ type: 'answered', id, code, text })
}

/** Forgets a question. Who was asked, or passed it on, is told when no answer is awaited any more. */
function close(machine: Machine, open: OpenAsk): void {
  const { id, to } = open.ask
  machine.asks.delete(id)
  if (open.answer !== null) return
  if (open.asker !== null) open.asker.asks -= 1
  if (to === machine.self.author) machine.out.push({ type: 'unasked', id })
  for (const way of open.to) {
    const peer = machine.peers.get(way)
    if (peer !== undefined) send(machine, peer, { t: 'unask', id })
  }
}

function textToAsk({ self }: Machine, id: string, from: AuthorKey, to: AuthorKey, text: string): string {
  return signedText('ask', self.realm, canonicalText([id, from, to, text]))
}

function textToAnswer({ self }: Machine, { id, from }: Ask, by: AuthorKey, { code, text }: AskOutcome): string {
  return signedText('answer', self.realm, canonicalText([id, from, by, code, text]))
}
