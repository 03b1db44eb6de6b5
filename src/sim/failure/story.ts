/** Story: a broken promise and what led to it, as at most forty lines for people. */
import type { Happening } from '../history.ts'
import type { Outcome, Violation } from '../outcome.ts'
import { coneOf } from './cone.ts'
import { wordsOf } from './words.ts'

/** Lines of a story. */
export const STORY_LINES_MAX = 40
/** Characters of a line. */
const LINE_CHARS_MAX = 120
/** Violations told of, beyond the first. */
const MORE_MAX = 3

/** What one does to see it again. */
export type Replay = string

/** The story of an outcome that was recorded; `replay` is the command that runs it again. */
export function storyOf(outcome: Outcome, replay: Replay): string {
  const [first, ...more] = outcome.violations
  if (first === undefined) return `Every promise was kept.\n  ${replay}\n`
  const head = [
    `The promise ${first.promise} was broken: ${first.why}`,
    ...more.slice(0, MORE_MAX).map(({ promise, why }) => `also ${promise}: ${why}`),
    ...(more.length > MORE_MAX ? [`and ${more.length - MORE_MAX} more`] : []),
    `Again: ${replay}`,
    '',
  ]
  const room = STORY_LINES_MAX - head.length - 1
  const told = sentences(outcome.happenings, first)
  const skipped = Math.max(0, told.length - room)
  const body = skipped > 0 ? [`    ... ${skipped} things before`, ...told.slice(skipped)] : told
  const cut = (line: string): string => (line.length > LINE_CHARS_MAX ? `${line.slice(0, LINE_CHARS_MAX - 1)}…` : line)
  return `${[...head, ...body].map(cut).join('\n')}\n`
}

function sentences(happenings: readonly Happening[], violation: Violation): readonly string[] {
  const taken = new Map<number, number>()
  const cone = coneOf(happenings, violation)
  for (const { kind, message, atMs } of cone) if (kind === 'take' && message !== undefined) taken.set(message, atMs)
  return cone.flatMap((happening) => {
    const sentence = sentenceOf(happening, taken)
    return sentence === null ? [] : [`${String(happening.atMs).padStart(8)} ms  ${sentence}`]
  })
}

function sentenceOf(happening: Happening, taken: ReadonlyMap<number, number>): string | null {
  const { kind, node, peer = '', message = 0, text, about = '' } = happening
  if (kind === 'take') return null
  if (kind === 'lose') return `${node} -x ${peer}  ${about} is lost`
  if (kind !== 'send') return `${node === '' ? '*' : node}  ${wordsOf(happening)}`
  const arrival = taken.get(message)
  const fate = `${text.endsWith('spoilt') ? ', spoilt on its way' : ''}${arrival === undefined ? '' : ` (there at ${arrival} ms)`}`
  return `${node} -> ${peer}  ${about}${fate}`
}
