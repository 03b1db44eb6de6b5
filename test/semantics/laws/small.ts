/** Small: knowledge bases of a few claims, written as short as they are thought, and what is read off their judgement. */
import { judgeCase, readCase, type JudgementOut } from '../../../src/semantics/case.ts'

/** A claim without name and author: they are numbered by place. */
export type Saying = readonly [frame: string, slot: string, value: unknown, more?: object]

/** The judgement of a case body whose claims are `sayings`: claim and author n are `c<n>` and `a<n>`. Throws where it is malformed. */
export function judged(body: object, ...sayings: readonly Saying[]): JudgementOut {
  const claims = sayings.map(([frame, slot, value, more = {}], at) => ({
    id: `c${at + 1}`,
    by: `a${at + 1}`,
    frame,
    slot,
    value,
    ...more,
  }))
  const read = readCase(JSON.stringify({ tracord: 'case/1', claims, ...body }))
  if (!read.ok) throw new Error(`${read.error.path}: ${read.error.why}`)
  return judgeCase(read.value)
}

/** What the conflicts break, sorted. */
export function broken({ conflicts }: JudgementOut): string[] {
  return conflicts.map(({ by }) => ('facet' in by ? by.facet : 'rule' in by ? by.rule : by.builtin)).sort()
}

/** `x.p=1 clear`, sorted; `-` before a negative statement. */
export function shown({ standings }: JudgementOut): string[] {
  return standings
    .map(({ frame, slot, value, not, status }) => `${not ? '-' : ''}${frame}.${slot}=${JSON.stringify(value)} ${status}`)
    .sort()
}

/** How many conflicts there are when `values` are said of slot p, which has `facets`. */
export function clashes(facets: readonly object[], ...values: readonly unknown[]): number {
  return judged({ slots: { p: facets } }, ...values.map((value): Saying => ['x', 'p', value])).conflicts.length
}

/** A reference. */
export const ref = (id: string): { readonly ref: string } => ({ ref: id })

/** An instant of January 2026. */
export const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T00:00:00Z`
