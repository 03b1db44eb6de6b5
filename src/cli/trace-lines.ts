/** Trace lines: a file of traces, one JSON object a line, read whole: what is good, and what is wrong with which line. */
import type { Json } from '../base/canonical.ts'
import { readItem } from '../frames/read-item.ts'
import type { TraceItem } from '../frames/trace-item.ts'
import { traceFrom } from '../semantics/case.ts'
import { badStepsOf } from '../traces/faults.ts'
import { conclusionItem, draftItems } from '../traces/items.ts'
import type { Trace } from '../traces/trace.ts'

/** A line that is a trace; lines count from 1. */
export interface Line {
  readonly line: number
  readonly trace: Trace
}

/** A line that cannot be one, or counts for nothing, and why. */
export interface BadLine {
  readonly line: number
  readonly why: string
}

/** Every line of `text` that is not empty. */
export function readLines(text: string): { readonly good: readonly Line[]; readonly bad: readonly BadLine[] } {
  const [good, bad]: [Line[], BadLine[]] = [[], []]
  text.split('\n').forEach((source, at) => {
    if (source.trim() === '') return
    const read = traceIn(source)
    if (typeof read === 'string') bad.push({ line: at + 1, why: read })
    else good.push({ line: at + 1, trace: read })
  })
  return { good, bad }
}

/** The trace, or why the line is none that anybody would count. */
function traceIn(source: string): Trace | string {
  const read = traceFrom(source)
  if (!read.ok) return read.error.path === '' ? read.error.why : `${read.error.path}: ${read.error.why}`
  const trace = read.value
  if (trace.concludes === undefined) return 'concludes: a trace that concludes nothing has nothing to publish'
  const [bad] = badStepsOf(trace, () => undefined)
  if (bad !== undefined) return `step ${bad.step}: ${bad.why}`
  return formFault(trace) ?? trace
}

/** What an entry would not hold: texts that are too long, and ids of claims that are none. */
function formFault(trace: Trace): string | undefined {
  const [session, ...steps] = draftItems(trace)
  const conclusion = conclusionItem(trace, (place) => `#${place}`)
  const fault = faultOf('', session) ?? faultOf('concludes: ', conclusion)
  return fault ?? steps.map((step, at) => faultOf(`step ${trace.steps[at]?.id}: `, step)).find((why) => why !== undefined)
}

function faultOf(where: string, item: TraceItem | undefined): string | undefined {
  const read = item === undefined ? undefined : readItem(JSON.parse(JSON.stringify(item)) as Json)
  return read?.k === 'ignored' ? `${where}${read.why}` : undefined
}
