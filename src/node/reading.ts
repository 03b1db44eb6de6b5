/** Reading: the verbs that look: frames, forks, conflicts, explanations. Synchronous, from what this node holds now. */
import { TracordError } from '../base/error.ts'
import type { Hash } from '../base/hash.ts'
import { domainOf, frameFault } from '../frames/name.ts'
import { normalizeValue } from '../frames/value.ts'
import type { Statement } from '../frames/statement.ts'
import type { Explanation } from '../semantics/explain/explanation.ts'
import type { Fork } from '../semantics/judgement.ts'
import type { QueryAnswers } from '../semantics/query/answers.ts'
import { queryErrorText } from '../semantics/query/question.ts'
import { idsOf } from './claiming.ts'
import type { Core } from './core/core.ts'
import type { Branch, ClaimedOrId, ConflictView, FrameView, QueryChoice } from './node.ts'
import { conflictViews, frameView } from './core/views.ts'

/** What can be read: a node as it is, or a state that it was in. */
export type Readable = Pick<Core, 'domains' | 'engine' | 'isProvisional' | 'locate'>

/** What is accepted of one frame; empty when nothing was said of it. */
export function readFrame(core: Readable, id: string, fork?: Fork): FrameView {
  const frame: unknown = typeof id === 'string' ? id.normalize('NFC') : id
  const fault = frameFault(frame)
  if (fault !== undefined) throw new TracordError('BAD_INPUT', `the frame ${fault}`)
  requireDomain(core, domainOf(String(frame)))
  const standings = core.engine.standingsOf(String(frame), fork === undefined ? {} : { fork })
  return frameView(standings, (statement) => core.isProvisional(statement))
}

/** An empty view would say that nothing was said. */
function requireDomain(core: Readable, domain: string): void {
  const domains = core.domains()
  if (domains === null || domains.includes(domain)) return
  throw new TracordError('UNKNOWN', `this node does not hold the domain ${domain}, so it cannot say what stands there: hold() it first`)
}

/** The frames as `fork` has them. */
export function readBranch(core: Readable, fork: Fork): Branch {
  requireFork(fork, 'at() takes a fork')
  return { frame: (id) => readFrame(core, id, fork) }
}

/** Whether `input` is one of the ways out of a conflict. */
export function isFork(input: unknown): input is Fork {
  return typeof input === 'object' && input !== null && 'out' in input && Array.isArray(input.out)
}

function requireFork(fork: unknown, what: string): void {
  if (isFork(fork)) return
  throw new TracordError('BAD_INPUT', `${what}: one of the forks of a conflict or a component`)
}

/** The answers to a rule's body. Throws `BAD_INPUT` where it is none, or an option is off. */
export function query(core: Readable, body: string, { now, fork, limit, steps }: QueryChoice = {}): QueryAnswers {
  if (typeof body !== 'string') throw new TracordError('BAD_INPUT', 'query() takes a text, like \'state(D, "closed"), via(R, D)\'')
  if (fork !== undefined) requireFork(fork, 'fork')
  for (const [name, count] of Object.entries({ limit, steps })) {
    if (count !== undefined && (!Number.isSafeInteger(count) || count < 0))
      throw new TracordError('BAD_INPUT', `${name} is an integer, 0 or more`)
  }
  const at = now instanceof Date ? now.getTime() : now
  if (at !== undefined && !Number.isSafeInteger(at)) throw new TracordError('BAD_INPUT', 'now is a Date, or milliseconds')
  const answers = core.engine.query(body, {
    ...(at === undefined ? {} : { now: at }),
    ...(fork === undefined ? {} : { fork }),
    ...(limit === undefined ? {} : { limit }),
    ...(steps === undefined ? {} : { steps }),
  })
  if (!answers.ok) throw new TracordError('BAD_INPUT', `the query: ${queryErrorText(answers.error)}`)
  return answers.value
}

/** The conflicts held now. */
export function readConflicts(core: Readable): readonly ConflictView[] {
  const conflicts = core.engine.conflicts()
  return conflicts.length === 0 ? [] : conflictViews(conflicts, core.engine.components())
}

/** Why a statement, a claim or a conflict stands as it does. Throws `UNKNOWN` for a claim that is not held. */
export function explain(core: Readable, about: ClaimedOrId | Statement | ConflictView): Explanation {
  if (typeof about === 'object' && about !== null && 'frame' in about) return core.engine.explain(statementFrom(about))
  if (typeof about === 'object' && about !== null && !('entry' in about)) return core.engine.explain({ conflict: about.id })
  const [claim = ''] = idsOf(about, 'what to explain')
  requireHeld(core, claim)
  return core.engine.explain({ claim })
}

/** Throws `UNKNOWN` unless the entry of `claim` is held; returns its author. */
export function requireHeld(core: Readable, claim: string): string {
  const place = core.locate(claim.slice(0, claim.indexOf('#')) as Hash)
  if (place === undefined) throw new TracordError('UNKNOWN', `this node holds no claim ${claim}: sync first, or check the id`)
  return place.log.author
}

function statementFrom({ frame, slot, value: input, not }: Statement): Statement {
  const value = normalizeValue(input)
  if (!value.ok) throw new TracordError('BAD_INPUT', value.error.why)
  return { frame: frame.normalize('NFC'), slot: slot.normalize('NFC'), value: value.value, not }
}
