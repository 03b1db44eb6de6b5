/** Drawing: a trace as a picture in the text of Mermaid or of Graphviz DOT; claims are boxes, steps round, the conclusion double. */
import { showStatement } from '../frames/statement.ts'
import { graphOf } from './graph.ts'
import type { Check, Step, Trace } from './trace.ts'

/** A node of the picture. */
interface Spot {
  readonly name: string
  readonly label: string
  readonly shape: 'claim' | 'step' | 'conclusion'
}

interface Picture {
  readonly spots: readonly Spot[]
  readonly arrows: readonly (readonly [from: string, to: string])[]
}

/** The trace as a Mermaid flowchart. */
export function mermaidOf(trace: Trace): string {
  const { spots, arrows } = pictureOf(trace)
  const shapes = { claim: ['[', ']'], step: ['(', ')'], conclusion: ['[[', ']]'] } as const
  const nodes = spots.map(({ name, label, shape }) => `  ${name}${shapes[shape][0]}"${mermaidText(label)}"${shapes[shape][1]}`)
  return ['flowchart TD', ...nodes, ...arrows.map(([from, to]) => `  ${from} --> ${to}`), ''].join('\n')
}

/** The trace as a directed graph for Graphviz. */
export function dotOf(trace: Trace): string {
  const { spots, arrows } = pictureOf(trace)
  const shapes = { claim: 'box', step: 'ellipse', conclusion: 'doubleoctagon' } as const
  const nodes = spots.map(({ name, label, shape }) => `  ${name} [label=${dotText(label)}, shape=${shapes[shape]}]`)
  return ['digraph trace {', ...nodes, ...arrows.map(([from, to]) => `  ${from} -> ${to}`), '}', ''].join('\n')
}

/** Not `end`, which Mermaid keeps for itself. */
const END = 'end0'

/** Named by number, since ids may hold anything. The conclusion hangs on the steps that give it, else on all that nothing uses. */
function pictureOf(trace: Trace): Picture {
  const { premises, ordered, circular } = graphOf(trace)
  const steps = [...ordered, ...circular]
  const names = new Map([...premises.map((id, at): [string, string] => [id, `c${at}`])])
  for (const { id } of steps) if (!names.has(id)) names.set(id, `s${names.size - premises.length}`)
  const nameOf = (id: string): string => names.get(id)!
  const spots: Spot[] = [
    ...premises.map((id): Spot => ({ name: nameOf(id), label: id, shape: 'claim' })),
    ...steps.map((step): Spot => ({ name: nameOf(step.id), label: labelOf(step), shape: 'step' })),
    ...(trace.concludes === undefined ? [] : [{ name: END, label: showStatement(trace.concludes), shape: 'conclusion' } as const]),
  ]
  const arrows = steps.flatMap(({ id, uses }) => uses.map((used) => [nameOf(used), nameOf(id)] as const))
  const last = trace.concludes === undefined ? [] : lastSteps(trace, steps).map((id) => [nameOf(id), END] as const)
  const distinct = new Map([...arrows, ...last].map((arrow) => [arrow.join(' '), arrow]))
  return { spots, arrows: [...distinct.values()] }
}

function lastSteps({ concludes }: Trace, steps: readonly Step[]): readonly string[] {
  const wanted = concludes === undefined ? '' : showStatement(concludes)
  const giving = steps.filter(({ gives }) => gives !== undefined && showStatement(gives) === wanted)
  if (giving.length > 0) return giving.map(({ id }) => id)
  const used = new Set(steps.flatMap(({ uses }) => uses))
  return steps.filter(({ id }) => !used.has(id)).map(({ id }) => id)
}

function labelOf({ id, text, checks, gives }: Step): string {
  const how = checks.map(showCheck).join(', ')
  const parts = [text === '' ? id : `${id}: ${text}`, gives === undefined ? '' : showStatement(gives), how]
  return parts.filter((part) => part !== '').join('\n')
}

function showCheck(check: Check): string {
  if (check.k === 'arith') return `${check.expr} = ${check.value}`
  return check.k === 'custom' ? check.by : check.k
}

/** Mermaid reads HTML entities by number, which keeps whatever stands in a label from being taken for its syntax. */
function mermaidText(label: string): string {
  return label.replaceAll(/["#&<>`\\[\](){}|]/g, (sign) => `#${sign.charCodeAt(0)};`).replaceAll('\n', '<br/>')
}

const dotText = (label: string): string =>
  `"${label.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`).replaceAll('\n', String.raw`\n`)}"`
