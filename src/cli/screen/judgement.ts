/** The judgement of a case as a person reads it: what cannot be and how it is decided, what is open, and what stands. */
import { conflictLines, disputeLines, shownKey, type Standings } from './dispute.ts'
import { fitted, section, widthOf, type Page } from './page.ts'
import { answerLines, goalLines, qualityLines, traceLines } from './reasoning.ts'
import type { ComponentShown, ConflictShown, JudgementShown, StandingShown } from './shown.ts'
import { standingLines } from './standing.ts'
import { cellWidth } from './table.ts'
import { counted, grouped } from './words.ts'

/** Disputes shown; the undecided ones first. */
const DISPUTES_SHOWN = 6
/** Obligations shown. */
const MISSING_SHOWN = 12

/** The lines of the screen. */
export function judgementLines(judgement: JudgementShown, page: Page): readonly string[] {
  const { paint } = page
  const { standings, incomplete, answers, coherence, goals, quality, digest } = judgement
  const missing = incomplete.map(({ text }) => [`  ${fitted(text, widthOf(page) - 2)}`])
  return [
    ...headline(judgement, page),
    ...disputesIn(judgement, page),
    ...standingLines(standings, page),
    ...section('What is missing', missing, MISSING_SHOWN, 'obligation', paint),
    ...goalLines(goals, page),
    ...traceLines(coherence, page),
    ...answerLines(answers, page),
    ...qualityLines(quality, page),
    '',
    paint.dim(`digest ${digest}`),
  ]
}

function headline({ conflicts, components, standings }: JudgementShown, page: Page): readonly string[] {
  const { paint } = page
  const undecided = components.filter((component) => component.undecided).length
  const parts = [
    counted(standings.length, 'statement'),
    counted(conflicts.length, 'conflict'),
    ...(components.length === 0 ? [] : [counted(components.length, 'dispute')]),
  ]
  const sure =
    conflicts.length === 0
      ? paint.green('nothing contradicts')
      : undecided === 0
        ? paint.green('all decided')
        : paint.yellow(`${grouped(undecided)} undecided`)
  const counts = [...parts, sure].join(paint.dim(' · '))
  const line = `${paint.bold('Judgement')}  ${counts}`
  return cellWidth(line) <= widthOf(page) ? [line] : [paint.bold('Judgement'), `  ${counts}`]
}

function disputesIn({ conflicts, components, standings }: JudgementShown, page: Page): readonly string[] {
  const { paint } = page
  const byId = new Map(conflicts.map((conflict) => [conflict.id, conflict]))
  const disputed = new Set(components.flatMap((component) => component.conflicts))
  const lawless = conflicts.filter(({ id }) => !disputed.has(id))
  const sorted = [...components].sort(
    (a, b) => Number(b.undecided) - Number(a.undecided) || b.conflicts.length - a.conflicts.length || (a.id < b.id ? -1 : 1),
  )
  const shown = sorted.slice(0, DISPUTES_SHOWN)
  const relevant = standingsOf(shown, byId, standings)
  const blocks = shown.map((component, at) => {
    const own = component.conflicts.flatMap((id) => byId.get(id) ?? [])
    return [...(at === 0 ? [] : ['']), ...disputeLines(at + 1, component, own, relevant, page)]
  })
  return [
    ...section(
      'The law breaks by itself',
      lawless.map((conflict) => conflictLines(conflict, widthOf(page), page)),
      DISPUTES_SHOWN,
      'conflict',
      paint,
    ),
    ...section('What cannot be', [...blocks, ...sorted.slice(DISPUTES_SHOWN).map(() => [])], DISPUTES_SHOWN, 'dispute', paint),
  ]
}

/** Only of what is shown: there may be a hundred thousand others. */
function standingsOf(
  components: readonly ComponentShown[],
  conflicts: ReadonlyMap<string, ConflictShown>,
  standings: readonly StandingShown[],
): Standings {
  const found = new Map<string, StandingShown[]>()
  for (const id of components.flatMap((component) => component.conflicts))
    for (const statement of conflicts.get(id)?.statements ?? []) found.set(shownKey(statement), [])
  for (const standing of standings) found.get(shownKey(standing))?.push(standing)
  return found
}
