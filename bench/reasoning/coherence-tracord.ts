/** Coherence, tracord: long traces are checked as a reader checks what was published. */
import type { Said } from '../../src/frames/item.ts'
import { readLaw } from '../../src/frames/read-law.ts'
import type { Statement } from '../../src/frames/statement.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import type { Step, Trace } from '../../src/traces/trace.ts'
import type { Measured, Params } from '../case.ts'
import { verify } from '../replication/stopwatch.ts'
import { spreadOf } from './times.ts'

const TRACES = 40
const WARM = 20
/** Kinds of step, in turn. */
const KINDS = 5

/** Checks traces one after another; the last is false and must be found out. */
export async function run(params: Params): Promise<Measured> {
  const steps = Number(params['steps'])
  const engine = engineWith(steps)
  for (let at = 0; at < WARM; at++) engine.check(traceOf(`warm ${at}`, steps))
  const traces = Array.from({ length: TRACES }, (_, at) => traceOf(`trace ${at}`, steps))
  globalThis.gc?.()
  const times = traces.map((trace) => {
    const from = performance.now()
    const { ok } = engine.check(trace)
    const time = performance.now() - from
    verify(ok, 'a sound trace holds')
    return time
  })
  const { badSteps } = engine.check(traceOf('false', steps, steps - KINDS))
  verify(badSteps.length === 1, 'the one false step of a trace is found')
  return spreadOf(times)
}

function engineWith(claims: number): Engine {
  const law = readLaw({
    slots: { size: [{ k: 'atMost', n: 1 }] },
    rules: ['part(X, Y) :- holds(Y, X).', ':- part(X, Y), part(Y, X).'],
  })
  if (!law.ok) throw new Error(law.error.why)
  const engine = createEngine(law.value)
  engine.add(
    Array.from({ length: claims }, (_, at): Said => {
      const item = { k: 'claim' as const, frame: `box ${at}`, slot: 'holds', value: { ref: `thing ${at}` } }
      return { id: `c${at}`, by: 'ann', item }
    }),
  )
  return engine
}

/** `wrong`: the place of a sum that is false. */
function traceOf(name: string, count: number, wrong = -1): Trace {
  const steps = Array.from({ length: count }, (_, at): Step => {
    const before = at === 0 ? [] : [`s${at - 1}`]
    const common = { id: `s${at}`, text: `${name}, step ${at}`, uses: before }
    if (at % KINDS < 2) {
      const value = String(at * 3 + (at === wrong ? 1 : 0))
      return { ...common, checks: [{ k: 'arith', expr: `${at} * 3`, value, round: false }], gives: undefined }
    }
    if (at % KINDS < 4) return { ...common, checks: [], gives: says(`thing ${at}`, 'size', at) }
    return { ...common, uses: [`c${at}`], checks: [{ k: 'rule' }], gives: says(`thing ${at}`, 'part', { ref: `box ${at}` }) }
  })
  return { id: name, by: 'bob', goal: 'what is where', concludes: says('answer', 'size', count), steps }
}

const says = (frame: string, slot: string, value: Statement['value']): Statement => ({ frame, slot, value, not: false })
