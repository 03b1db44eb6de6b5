/** Claims: withdrawals that come early, steps whose weight another claim takes, and votes of one session. */
import { expect, test } from 'vitest'
import type { Said } from '../../../src/frames/item.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import { DEFAULT_POLICY } from '../../../src/frames/facet.ts'
import { claim, engineOf, ONE, ref, statement, undercut } from '../explain/written.ts'
import { reportOf } from '../properties/judgement.ts'

const back = (id: string, by: string, of: string): Said => ({ id, by, item: { k: 'withdraw', claim: of } })

test('[SEM573] a withdrawal counts though it comes before its claim, and though others took it back in vain before', () => {
  const said = claim('c1', 'ann', 'x', 'p', 1)
  const [vain, again, own] = [back('w1', 'bob', 'c1'), back('w2', 'cyd', 'c1'), back('w3', 'ann', 'c1')]
  expect(engineOf({}, [vain, again, own, said]).standings()).toEqual([])
  expect(engineOf({}, [vain, vain, said, own]).standings()).toEqual([])
  expect(engineOf({}, [vain, again, said]).standings()).toHaveLength(1)
  // one that ceases to count leaves the others in force
  const engine = engineOf({}, [vain, own, said])
  engine.discount(['w3'])
  expect(engine.standings()).toHaveLength(1)
  engine.recount(['w3'])
  expect(engine.standings()).toEqual([])
})

test('[SEM574] what an undercut claim weighs follows what its author says of the same besides, at once', () => {
  const said = [claim('c1', 'ann', 'x', 'p', 1, { confidence: 500 }), undercut('u1', 'gil', 'c1', 300)]
  const engine = engineOf({}, said)
  expect(engine.components()[0]?.forks[0]?.cost).toBe('300000')
  const louder = claim('c2', 'ann', 'x', 'p', 1, { confidence: 900 })
  engine.add([louder])
  // the louder word is the one vote of ann, and the undercut one weighs nothing more
  expect(engine.components()[0]?.forks[0]?.cost).toBe('0')
  expect(reportOf(engine)).toBe(reportOf(engineOf({}, [...said, louder])))
  engine.add([back('w2', 'ann', 'c2')])
  expect(engine.components()[0]?.forks[0]?.cost).toBe('300000')
})

test('[SEM574] of two claims with one witness and one vote its own word counts', () => {
  const engine = engineOf({}, [claim('c9', 'ann', 'x', 'p', 1), claim('c1', 'bob', 'x', 'p', 1, { because: ['c9'] })])
  const [side] = engine.explain(statement('x', 'p', 1)).sides
  expect(side?.voices.map(({ claim: id, silent }) => [id, silent])).toEqual([
    ['c9', null],
    ['c1', 'repeats'],
  ])
})

test('[SEM574] a session has one vote for what it concluded, whoever published it', () => {
  const told = (session: string | undefined): string => {
    const engine = createEngine({ types: [], slots: {}, rules: [], policy: DEFAULT_POLICY })
    const of = session === undefined ? {} : { session }
    engine.add([{ ...claim('c1', 'ann', 'x', 'p', 1), ...of }, { ...claim('c2', 'bob', 'x', 'p', 1, { confidence: 400 }), ...of }])
    return engine.standings()[0]!.weight
  }
  expect([told('s1'), told(undefined)]).toEqual(['1000000', '1400000'])
})

test('[SEM431] equality may name frames by text', () => {
  const engine = engineOf({ slots: { p: ONE } }, [
    claim('1', 'ann', 'x', 'p', ref('a')),
    claim('2', 'bob', 'x', 'p', ref('b')),
    claim('3', 'cyd', 'a', 'sameAs', 'b'),
    claim('4', 'dan', 'a', 'differentFrom', 'c'),
  ])
  expect(engine.conflicts()).toEqual([])
  expect(engine.explain(statement('c', 'differentFrom', ref('a'))).statement?.status).toBe('clear')
})
