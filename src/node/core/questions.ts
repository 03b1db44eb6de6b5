/** Questions: what this node asks others and is asked by them, each ended once: by an answer, a refusal, its time, or by giving up. */
import { base64urlFromBytes } from '../../base/bytes.ts'
import type { Clock } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import type { Random } from '../../base/random.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Done } from '../../ports/journal.ts'
import { ANSWER_CHARS_MAX, ANSWER_CODES, ASK_CHARS_MAX } from '../../sync/codec.ts'
import type { Effect, Input } from '../../sync/machine.ts'
import type { AnswerCode } from '../../sync/message.ts'
import { messageOf } from './events.ts'
import type { CoreParts } from './parts.ts'

/** The questions of one node. */
export interface Questions {
  /** `done` is called once, never before this returns. The returned function gives up. */
  ask(to: AuthorKey, question: string, deadlineMs: number, done: Done<string>): () => void
  onAsked(asked: Extract<Effect, { type: 'asked' }>): void
  onUnasked(id: string): void
  onAnswered(answered: Extract<Effect, { type: 'answered' }>): void
  /** Nobody will be answered any more. */
  stop(): void
}

/** What questions work with. */
export interface QuestionsParts {
  readonly self: AuthorKey
  readonly clock: Clock
  readonly random: Random
  readonly onAsk: CoreParts['onAsk']
  run(input: Input): void
}

const ID_WORDS = 4

/** No questions yet. */
export function createQuestions({ self, clock, random, onAsk, run }: QuestionsParts): Questions {
  const asking = new Map<string, Done<string>>()
  const answering = new Map<string, AbortController>()

  const settle = (id: string, result: Result<string, TracordError>): void => {
    const done = asking.get(id)
    if (done === undefined) return
    asking.delete(id)
    clock.after(0, () => done(result))
  }
  const reply = (id: string, answer: Result<string, TracordError>): void => {
    if (!answering.delete(id)) return
    const { code, text } = spoken(answer)
    run({ type: 'reply', id, code, text })
  }
  return {
    ask(to, question, deadlineMs, done) {
      const id = idFrom(random)
      asking.set(id, done)
      const fault = faultIn(self, to, question, deadlineMs)
      if (fault === null) run({ type: 'ask', id, to, text: question, ms: deadlineMs })
      else settle(id, err(new TracordError('BAD_INPUT', fault)))
      return () => {
        if (!asking.has(id)) return
        run({ type: 'forget', id })
        settle(id, err(new TracordError('ABORTED', 'the question was given up')))
      }
    },
    onAsked({ id, from, text }) {
      const control = new AbortController()
      answering.set(id, control)
      const answer = (result: Result<string, TracordError>): void => reply(id, result)
      if (onAsk === undefined) return answer(err(new TracordError('REFUSED', 'this node answers no questions')))
      try {
        onAsk(from, text, answer, control.signal)
      } catch (thrown) {
        answer(err(new TracordError('REFUSED', `the one asked failed: ${messageOf(thrown)}`)))
      }
    },
    onUnasked(id) {
      const control = answering.get(id)
      answering.delete(id)
      control?.abort()
    },
    onAnswered({ id, code, text }) {
      settle(id, code === null ? ok(text) : err(new TracordError(code, text)))
    },
    stop() {
      for (const control of answering.values()) control.abort()
      answering.clear()
      for (const id of asking.keys()) settle(id, err(new TracordError('CLOSED', 'the node closes: ask another one')))
    },
  }
}

function faultIn(self: AuthorKey, to: AuthorKey, question: string, deadlineMs: number): string | null {
  if (to === self) return 'a node does not ask itself over the network'
  if (question.length > ASK_CHARS_MAX || !question.isWellFormed())
    return `a question is a well-formed text of at most ${ASK_CHARS_MAX} characters`
  return Number.isSafeInteger(deadlineMs) && deadlineMs > 0 ? null : 'the deadline is a number of milliseconds from now'
}

/** What the other is told: an error by its code where it has one of those that travel. */
function spoken(answer: Result<string, TracordError>): { readonly code: AnswerCode | null; readonly text: string } {
  if (!answer.ok) {
    const { code, message } = answer.error
    const travels = Object.hasOwn(ANSWER_CODES, code)
    return { code: travels ? (code as AnswerCode) : 'REFUSED', text: message.toWellFormed().slice(0, ASK_CHARS_MAX) }
  }
  if (answer.value.length <= ANSWER_CHARS_MAX && answer.value.isWellFormed()) return { code: null, text: answer.value }
  return { code: 'REFUSED', text: `the answer is longer than ${ANSWER_CHARS_MAX} characters, or malformed` }
}

function idFrom(random: Random): string {
  const words = Uint32Array.from({ length: ID_WORDS }, () => random.uint32())
  return base64urlFromBytes(new Uint8Array(words.buffer))
}
