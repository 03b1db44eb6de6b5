/** Graphs of traces: order, circles, twins, what is wrong with steps by themselves, and how they are drawn. */
import { describe, expect, test } from 'vitest'
import { badStepsOf } from '../../src/traces/faults.ts'
import { graphOf } from '../../src/traces/graph.ts'
import { dotOf, mermaidOf } from '../../src/traces/draw.ts'
import type { Check, Step, Trace } from '../../src/traces/trace.ts'

const step = (id: string, uses: readonly string[] = [], ...checks: readonly Check[]): Step => {
  return { id, text: '', uses, checks, gives: undefined }
}
const traceOf = (...steps: readonly Step[]): Trace => ({ id: 't', by: 'ann', goal: 'q', concludes: undefined, steps })
const unasked = (): string => 'asked for a rule'
const bad = (...steps: readonly Step[]): string[] => badStepsOf(traceOf(...steps), unasked).map(({ step: id, why }) => `${id}: ${why}`)

describe('order', () => {
  test('[TRC7] each step comes after what it uses, whatever the order of the list', () => {
    const steps = [step('end', ['b', 'a']), step('b', ['a', 'claim-2']), step('a', ['claim-1']), step('free')]
    for (const listed of [steps, [...steps].reverse()]) {
      const { ordered, premises, circular, twins } = graphOf({ steps: listed })
      expect(ordered.map(({ id }) => id)).toEqual(['a', 'free', 'b', 'end'])
      expect([premises, circular, twins]).toEqual([['claim-1', 'claim-2'], [], []])
    }
  })

  test('[TRC7] a circle is named with all that stands on it, and what is beside it is not', () => {
    const steps = [step('a', ['b']), step('b', ['a']), step('above', ['a', 'ground']), step('ground')]
    expect(graphOf({ steps }).ordered.map(({ id }) => id)).toEqual(['ground'])
    const why = 'what it uses leads round in a circle'
    expect(bad(...steps)).toEqual([`a: ${why}`, `above: ${why}`, `b: ${why}`])
    expect(bad(step('self', ['self']))).toEqual([`self: ${why}`])
  })

  test('[TRC7] an id given twice is named once', () => {
    expect(bad(step('a'), step('a', ['c']), step('b', ['a']))).toEqual(['a: several steps have this id'])
  })

  test('[TRC7] 100,000 steps in a row are walked one by one', () => {
    const steps = Array.from({ length: 100_000 }, (_, at) => step(`s${at}`, at === 0 ? [] : [`s${at - 1}`]))
    expect(graphOf({ steps: steps.reverse() }).ordered.at(-1)?.id).toBe('s99999')
  })
})

describe('checks', () => {
  const sum: Check = { k: 'arith', expr: '2+2', value: '5', round: false }

  test('[TRC8] an observation that uses something is none', () => {
    expect(bad(step('a', [], { k: 'observe' }), step('b', ['c1'], { k: 'observe' }))).toEqual([
      'b: an observation uses nothing, but this one uses c1',
    ])
  })

  test('[TRC8] words are not verified, and neither is a step without a check', () => {
    expect(bad(step('a', ['c1'], { k: 'say' }), step('b', ['a']))).toEqual([])
  })

  test('[TRC8] all checks must hold, and every reason is given', () => {
    expect(bad(step('a', ['c1'], { k: 'say' }, sum, { k: 'observe' }))).toEqual([
      'a: 2+2 is 4, not 5; an observation uses nothing, but this one uses c1',
    ])
    expect(bad(step('a', ['c1'], { k: 'rule' }))).toEqual(['a: asked for a rule'])
  })
})

describe('drawing', () => {
  const trace: Trace = {
    ...traceOf(
      { ...step('s1', ['c"1'], { k: 'observe' }), text: 'she has [16] <eggs> "all"' },
      step('s2', ['s1', 'c"1'], { k: 'arith', expr: '16-7', value: '9', round: false }),
    ),
    concludes: { frame: 'q', slot: 'answer', value: 9, not: false },
  }

  test('[TRC11] as Mermaid', () => {
    expect(mermaidOf(trace)).toBe(
      [
        'flowchart TD',
        '  c0["c#34;1"]',
        '  s0("s1: she has #91;16#93; #60;eggs#62; #34;all#34;<br/>observe")',
        '  s1("s2<br/>16-7 = 9")',
        '  end0[["q.answer = 9"]]',
        '  c0 --> s0',
        '  s0 --> s1',
        '  c0 --> s1',
        '  s1 --> end0',
        '',
      ].join('\n'),
    )
  })

  test('[TRC11] as DOT', () => {
    expect(dotOf(trace)).toBe(
      [
        'digraph trace {',
        String.raw`  c0 [label="c\"1", shape=box]`,
        String.raw`  s0 [label="s1: she has [16] <eggs> \"all\"\nobserve", shape=ellipse]`,
        String.raw`  s1 [label="s2\n16-7 = 9", shape=ellipse]`,
        '  end0 [label="q.answer = 9", shape=doubleoctagon]',
        '  c0 -> s0',
        '  s0 -> s1',
        '  c0 -> s1',
        '  s1 -> end0',
        '}',
        '',
      ].join('\n'),
    )
  })

  test('[TRC11] a circle is drawn like everything else', () => {
    expect(mermaidOf(traceOf(step('a', ['b']), step('b', ['a'])))).toContain('s0 --> s1')
  })
})
