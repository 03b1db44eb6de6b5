/** Cuts and words: long lists are cut with their counts, and laws are named in words. */
import { expect, test } from 'vitest'
import type { Statement } from '../../../src/frames/statement.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import { claim, engineOf, ONE, ref, statement, today } from './written.ts'

const SEVENTY = Array.from({ length: 70 }, (_, at) => 100 + at)

test('[SEM571] of many sides the best are listed, accepted ones first, then the heavier', () => {
  const said = SEVENTY.map((n) => claim(`c${n}`, `a${n}`, 'x', 'p', n, { confidence: n }))
  const engine = engineOf({ slots: { p: ONE } }, said)
  const { sides, more, text, withdraw } = engine.explain({ conflict: engine.conflicts()[0]!.id })
  expect([sides.length, more]).toEqual([64, 6])
  expect(sides.map(({ says }) => says)).toEqual(SEVENTY.slice(6).reverse().map((n) => `x.p = ${n}`))
  expect(text.match(/x\.p = \d+ is (consensus|rejected)/g)).toHaveLength(12)
  expect(text).toContain('\n  ... and 58 more\nwhy it is decided so:\n')
  expect(text).toContain('\n  ... and 57 more\n  together 9246000, that is 9.246 votes\n')
  // no single withdrawal helps where more than one value too many stands
  expect(withdraw).toEqual([])
})

test('[SEM571] the accepted side comes first, also where another is heavier by itself', () => {
  const engine = engineOf({ rules: [':- p(X, 1), q(X, V). % p keeps q away'] }, [
    claim('0', 'ann', 'x', 'p', 1),
    claim('1', 'bob', 'x', 'q', 1, { confidence: 600 }),
    claim('2', 'cyd', 'x', 'q', 2, { confidence: 600 }),
  ])
  const { sides } = engine.explain({ conflict: engine.conflicts()[0]!.id })
  expect(sides.map(({ status, weight }) => [status, weight])).toEqual([
    ['consensus', '600000'],
    ['rejected', '1000000'],
  ])
})

test('[SEM571] of many voices the loudest are listed, and of those that do not count the first by name', () => {
  const loud = SEVENTY.map((n) => claim(`c${n}`, `a${n}`, 'x', 'p', 1, { confidence: n }))
  const [side] = engineOf({}, loud).explain(statement('x', 'p', 1)).sides
  expect([side?.voices.length, side?.more]).toEqual([64, 6])
  expect(side?.voices.map(({ vote }) => vote)).toEqual(SEVENTY.slice(6).reverse().map((n) => n * 1_000))
  const valid = [today(9, 0), today(10, 0)]
  const silent = ['c3', 'c1', 'c4', 'c2'].map((id) => claim(id, id, 'x', 'p', 1, { because: ['c9'], valid }))
  const [waiting] = engineOf({}, silent).explain(statement('x', 'p', 1)).sides
  expect(waiting?.voices.map(({ claim: id, silent: why }) => [id, why])).toEqual(
    ['c1', 'c2', 'c3', 'c4'].map((id) => [id, 'elsewhere']),
  )
})

test('[SEM571] of many conflicts of a statement the first are told, the rest counted, and all of them listed', () => {
  const against = Array.from({ length: 10 }, (_, at) => claim(`c${at}`, `a${at}`, 'x', 'q', at, { confidence: 100 + at }))
  const engine = engineOf({ rules: [':- p(X, 1), q(X, V). % p keeps q away'] }, [claim('0', 'ann', 'x', 'p', 1), ...against])
  const { conflicts, claims, sums, text } = engine.explain(statement('x', 'p', 1))
  expect(conflicts.map(({ id }) => id)).toEqual(engine.conflicts().map(({ id }) => id))
  expect(text.match(/^it clashes: /gm)).toHaveLength(8)
  expect(text).toContain('\n... and in 2 more conflicts\n')
  expect([claims, sums.length]).toEqual([['0'], 1])
})

test('[SEM571] steps that a proof leaves out are counted, in one word for one', () => {
  const chain = (length: number): string => {
    const rules = Array.from({ length }, (_, at) => `p${at + 1}(X, V) :- p${at}(X, V).`)
    return engineOf({ rules }, [claim('1', 'a', 'x', 'p0', 1)]).explain(statement('x', `p${length}`, 1)).text
  }
  expect(chain(8)).not.toContain('more step')
  expect(chain(9)).toContain('\n     ... 1 more step before these\n')
  expect(chain(10)).toContain('\n     ... 2 more steps before these\n')
})

test('[SEM570] what types, equality and facets conclude is told in words', () => {
  const types = [{ id: 'A', isa: ['B'], complement: ['C'] }, { id: 'B' }, { id: 'C' }]
  const engine = engineOf({ types, slots: { part: [{ k: 'transitive' }], near: [{ k: 'symmetric' }] } }, [
    claim('1', 'ann', 'x', 'type', ref('B'), { not: true }),
    claim('2', 'bob', 'y', 'type', ref('C'), { not: true }),
    claim('3', 'cyd', 'z', 'type', ref('A')),
    claim('4', 'dan', 'a', 'sameAs', 'b'),
    claim('5', 'dan', 'a', 'differentFrom', ref('q')),
    claim('6', 'dan', 'a', 'near', ref('q')),
    claim('7', 'cyd', 'c', 'part', ref('d')),
    claim('8', 'cyd', 'a', 'part', ref('c')),
    claim('9', 'eve', 'd', 'part', ref('e')),
  ])
  expect(lastLine(engine, statement('x', 'type', ref('A'), true))).toBe(
    '2. x.type != "A" from 1, by every A being a B, so that what is no B is no A',
  )
  expect(lastLine(engine, statement('y', 'type', ref('A')))).toBe('2. y.type = "A" from 1, by what is no A being a C')
  expect(lastLine(engine, statement('z', 'type', ref('B')))).toBe('2. z.type = "B" from 1, by every A being a B')
  expect(lastLine(engine, statement('b', 'sameAs', ref('a')))).toBe('2. b.sameAs = a from 1, by what equality means')
  expect(lastLine(engine, statement('q', 'differentFrom', ref('a')))).toBe('2. q.differentFrom = a from 1, by what equality means')
  expect(lastLine(engine, statement('q', 'near', ref('a')))).toBe('2. q.near = a from 1, by the facet symmetric of near')
  expect(lastLine(engine, statement('a', 'part', ref('e')))).toMatch(/^\d\. a\.part = e from \d and \d, by the facet transitive of part$/)
})

const lastLine = (engine: Engine, about: Statement): string => engine.explain(about).text.split('\n').at(-1)!.trim()

test('[SEM570] times are told by the day where both ends are on one, to the second where there are any', () => {
  const told = (valid: readonly [number | null, number | null]): string =>
    engineOf({}, [claim('1', 'a', 'x', 'p', 1, { valid })])
      .explain(statement('x', 'p', 1))
      .text.split(': ')[0]!
  const day = 86_400_000
  expect(told([today(9, 30), today(10, 0) + 5_000])).toBe('x.p = 1 is clear between 09:30 and 10:00:05 on 2026-01-01 (UTC)')
  expect(told([today(9, 30), today(9, 30) + day])).toBe('x.p = 1 is clear from 2026-01-01 09:30 (UTC) to 2026-01-02 09:30 (UTC)')
  expect(told([today(0, 0), today(0, 0) + day])).toBe('x.p = 1 is clear from 2026-01-01 to 2026-01-02')
  expect(told([null, today(0, 0)])).toBe('x.p = 1 is clear until 2026-01-01')
  expect(told([today(0, 0), null])).toBe('x.p = 1 is clear from 2026-01-01 on')
})

test('[SEM571] a proof wider than what is shown is cut with a count too', () => {
  const seven = (of: string): readonly string[] => Array.from({ length: 7 }, (_, at) => `${of}${at}`)
  const joined = (head: string, slots: readonly string[]): string => `${head}(X, 1) :- ${slots.map((slot) => `${slot}(X, 1)`).join(', ')}.`
  const [parts, slots] = [seven('part'), seven('part').flatMap((part) => seven(`${part}s`))]
  const rules = [joined('all', parts), ...parts.map((part) => joined(part, seven(`${part}s`)))]
  const said = [...slots, ...seven('a'), ...seven('b')].map((slot) => claim(slot, 'ann', 'x', slot, 1))
  const wide = [...rules, joined('more', ['all', ...seven('a')]), joined('most', ['more', ...seven('b')])]
  const [proof] = engineOf({ rules: wide }, said).explain(statement('x', 'most', 1)).proofs
  // two conclusions with 14 claims beside, one of seven parts, and of their 49 claims as many as there is room for
  expect([proof?.steps.length, proof?.more]).toEqual([64, 1 + 1 + 14 + 1 + 7 + 49 - 64])
})
