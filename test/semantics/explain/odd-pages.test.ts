/** Odd pages: explanations of claims about claims, soft rules, budgets, relations, and of what nobody says any more. */
import { expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../../../src/frames/facet.ts'
import { claim, conflictsOf, engineOf, ONE, page, ref, statement, today, undercut, withdrawal } from './written.ts'

test('[SEM572] an undercut of an undercut is a conflict of two claims about claims', () => {
  const engine = engineOf({}, [
    claim('c1', 'ann', 'd1', 'state', 'open', { confidence: 900 }),
    claim('c2', 'bob', 'd1', 'lit', true, { because: ['c1'] }),
    undercut('u1', 'gil', 'c2', 300),
    undercut('u2', 'hal', 'u1', 200),
  ])
  expect(conflictsOf(engine)[1]).toBe(
    page(`
    a claim that is undercut cannot count together with what undercuts it
    who says what:
      the undercut of c2 as u1 says it, with 0.3 votes
        gil says so in u1: 0.3 votes
          hal undercuts it in u2: 0.2 votes
      the undercut of u1, with 0.2 votes
        hal says so in u2: 0.2 votes
    why it is decided so:
      giving up the undercut of c2 as u1 says it: 300000 of gil
      against
      giving up d1.lit = true as c2 says it: 900000 of bob
      giving up the undercut of u1: 200000 of hal
      together 1100000, that is 1.1 votes
      so the first is lighter by 0.8 votes
    what would settle it:
      more than 0.8 votes more for the undercut of c2 as u1 says it would turn it
      more than 0.8 votes less for the undercut of u1 would turn it
      gil could take back u1, which ends the undercut of c2 as u1 says it
      hal could take back u2, which ends the undercut of u1
    `),
  )
  expect(engine.explain({ claim: 'u1' }).text).toBe(
    page(`
    gil undercuts c2 in u1
    who says what:
      the undercut of c2, with 0.3 votes
        gil says so in u1: 0.3 votes
          hal undercuts it in u2: 0.2 votes
    `),
  )
  expect(engine.explain({ claim: 'c2' }).text).toBe(
    page(`
    bob claims in c2 that d1.lit = true
    d1.lit = true is consensus: bob says so, with a weight of 0.9 votes
    it clashes: a claim that is undercut cannot count together with what undercuts it, but d1.lit = true
    who says what:
      d1.lit = true is consensus, with 0.9 votes
        bob says so in c2, because of c1: 0.9 votes as the word of ann
          gil undercuts it in u1: 0.3 votes
    how it follows:
      d1.lit = true:
        1. d1.state = "open", said in c1
        2. d1.lit = true, concluded by bob in c2 from 1
    why it is decided so:
      giving up the undercut of c2 as u1 says it: 300000 of gil
      against
      giving up d1.lit = true as c2 says it: 900000 of bob
      giving up the undercut of u1: 200000 of hal
      together 1100000, that is 1.1 votes
      so the first is lighter by 0.8 votes
    what would settle it:
      more than 0.8 votes less for d1.lit = true as c2 says it would turn it
    `),
  )
  engine.exclude('gil')
  expect(engine.explain({ claim: 'u1' }).text).toBe(
    page(`
    gil undercuts c2 in u1
    gil counts for nothing: it signed two entries for one place in its log
    who says what:
      the undercut of c2, with 0 votes
        gil says so in u1: counts for nothing: gil signed two entries for one place in its log
          hal undercuts it in u2: 0.2 votes
    `),
  )
  expect(engine.explain(statement('d1', 'lit', true)).text).toBe(
    page(`
    d1.lit = true is clear: bob says so, with a weight of 0.9 votes
    who says what:
      d1.lit = true is clear, with 0.9 votes
        bob says so in c2, because of c1: 0.9 votes as the word of ann
    how it follows:
      d1.lit = true:
        1. d1.state = "open", said in c1
        2. d1.lit = true, concluded by bob in c2 from 1
    `),
  )
})

test('[SEM570] what is paid for soft rules is part of the sum', () => {
  const rules = [':~ p(X, 1), q(X, 1). [300] % better not', ':- p(X, 1), r(X, 1). % never']
  const engine = engineOf({ rules }, [
    claim('1', 'a', 'x', 'p', 1),
    claim('2', 'b', 'x', 'q', 1),
    claim('3', 'c', 'x', 'r', 1, { confidence: 100 }),
  ])
  expect(conflictsOf(engine)[0]).toBe(
    page(`
    better not: x.q = 1 and x.p = 1
    it is soft: a way out may leave it broken and pay for that
    who says what:
      x.p = 1 is consensus, with 1 vote
        a says so in 1: 1 vote
      x.q = 1 is consensus, with 1 vote
        b says so in 2: 1 vote
    why it is decided so:
      giving up x.r = 1: 100000 of c
      leaving soft rules broken: 300000
      together 400000, that is 0.4 votes
      against
      giving up x.p = 1: 1000000 of a
      so the first is lighter by 0.6 votes
    what would settle it:
      more than 0.6 votes less for x.p = 1 would turn it
      a could take back 1, which ends x.p = 1
      b could take back 2, which ends x.q = 1
    `),
  )
})

test('[SEM570] a budget that ran out is told', () => {
  const steps = { ...DEFAULT_POLICY.steps, perComponent: 1 }
  const rules = [':- p(X, V), q(X, V). % not both', ':- q(X, V), r(X, W), V < W. % too far']
  const said = [1, 2, 3].flatMap((value) => ['p', 'q', 'r'].map((slot) => claim(slot + value, 'by ' + slot + value, 'x', slot, value)))
  const engine = engineOf({ slots: { p: ONE }, rules, policy: { ...DEFAULT_POLICY, steps } }, said)
  expect(conflictsOf(engine)[0]).toBe(
    page(`
    too far: x.q = 1 and x.r = 2
    who says what:
      x.q = 1 is unknown, with 1 vote
        by q1 says so in q1: 1 vote
      x.r = 2 is unknown, with 1 vote
        by r2 says so in r2: 1 vote
    why it is decided so:
      giving up x.q = 1: 1000000 of by q1
      giving up x.p = 3: 1000000 of by p3
      giving up x.p = 1: 1000000 of by p1
      giving up x.q = 2: 1000000 of by q2
      together 4000000, that is 4 votes
      no other way that was looked at treats it otherwise
      the budget of steps ran out: a lighter way may have been missed, and what is not certain is unknown
    what would settle it:
      by q1 could take back q1, which ends x.q = 1
      by r2 could take back r2, which ends x.r = 2
    `),
  )
})

test('[SEM570] atoms of relations are told as they are written', () => {
  const rules = ['far(X, Y, Z) :- p(X, Y), p(Y, Z).', ':- far(X, Y, Z), q(Z, 1). % too far']
  const engine = engineOf({ rules }, [
    claim('1', 'ann', 'a', 'p', ref('b')),
    claim('2', 'bob', 'b', 'p', ref('c')),
    claim('3', 'cyd', 'c', 'q', 1),
  ])
  expect(conflictsOf(engine)[0]).toBe(
    page(`
    too far: a.p = b, c.q = 1 and b.p = c
    who says what:
      a.p = b is undecided, with 1 vote
        ann says so in 1: 1 vote
      b.p = c is undecided, with 1 vote
        bob says so in 2: 1 vote
      c.q = 1 is undecided, with 1 vote
        cyd says so in 3: 1 vote
    how it follows:
      far(ref("a"), ref("b"), ref("c")):
        1. a.p = b, said in 1
        2. b.p = c, said in 2
        3. far(ref("a"), ref("b"), ref("c")) from 1 and 2, by the rule "far(X, Y, Z) :- p(X, Y), p(Y, Z)."
    why it is decided so:
      giving up b.p = c: 1000000 of bob
      against
      giving up a.p = b: 1000000 of ann
      both weigh the same: undecided
    what would settle it:
      any weight more for b.p = c would turn it
      any weight less for a.p = b would turn it
      ann could take back 1, which ends a.p = b
      bob could take back 2, which ends b.p = c
      cyd could take back 3, which ends c.q = 1
    `),
  )
})

test('[SEM570] what nothing supports any more is told with the reason, and what rules with `not` conclude as that', () => {
  const rules = ['ok(X, true) :- seen(X, true), not bad(X, true).', 'odd(X, 1) :- seen(X, true), not odd(X, 1).']
  const engine = engineOf({ rules }, [
    claim('1', 'ann', 'a', 'seen', true, { valid: [today(9, 0), today(10, 0)] }),
    claim('2', 'bob', 'a', 'p', 2),
    withdrawal('bob', '2'),
  ])
  expect(engine.explain(statement('a', 'ok', true)).text).toBe(
    page(`
    a.ok = true is clear: rules with \`not\` conclude it
    `),
  )
  expect(engine.explain(statement('a', 'odd', 1)).text).toBe(
    page(`
    a.odd = 1 is undefined: rules with \`not\` conclude it, which rest on a paradox or on what is open
    `),
  )
  expect(engine.explain(statement('a', 'ok', false)).text).toBe(
    page(`
    nobody says that a.ok = false
    `),
  )
  expect(engine.explain(statement('a', 'p', 2)).text).toBe(
    page(`
    nothing supports that a.p = 2 now
    who says what:
      a.p = 2, with 0 votes
        bob says so in 2: taken back
    `),
  )
  engine.exclude('ann')
  expect(engine.explain({ claim: '1' }).text).toBe(
    page(`
    ann claimed in 1 that a.seen = true
    ann counts for nothing: it signed two entries for one place in its log
    nothing supports that a.seen = true now
    who says what:
      a.seen = true, with 0 votes
        ann says so in 1, between 09:00 and 10:00 on 2026-01-01 (UTC): counts for nothing: ann signed two entries for one place in its log
    `),
  )
})

test('[SEM570] how the type follows under which values are too many is part of the page', () => {
  const types = [{ id: 'Door', slots: { state: ONE } }, { id: 'Gate', isa: ['Door'] }]
  const engine = engineOf({ types }, [
    claim('t', 'ann', 'd1', 'type', ref('Gate')),
    claim('c1', 'bob', 'd1', 'state', 'shut'),
    claim('c2', 'cyd', 'd1', 'state', 'open'),
  ])
  const [conflict] = engine.conflicts()
  expect(engine.explain({ conflict: conflict!.id }).proofs.map(({ says, steps }) => [says, steps.length])).toEqual([
    ['d1.type = "Door"', 2],
  ])
  // the type clashes only by what it follows from: no conflict is about it
  const about = engine.explain(statement('d1', 'type', ref('Door')))
  expect([about.conflicts, about.text.match(/^it clashes: /gm)?.length]).toEqual([[], 1])
  expect(engine.explain(statement('d1', 'type', ref('Gate'))).conflicts).toEqual([conflict])
})

test('[SEM572] an undercut is explained by its own conflicts, and an undercut claim is said by its author alone', () => {
  const engine = engineOf({ rules: ['r(X, V) :- p(X, V).'] }, [
    claim('c1', 'ann', 'x', 'p', 1),
    undercut('u1', 'gil', 'c1', 300),
    claim('c2', 'bob', 'y', 'p', 1),
    undercut('u2', 'hal', 'c2', 200),
  ])
  const ofFirst = engine.conflicts().filter(({ claims }) => claims.includes('u1'))
  expect(engine.explain({ claim: 'u1' }).conflicts).toEqual(ofFirst)
  expect(ofFirst.map(({ claims }) => claims)).toEqual([['c1', 'u1']])
  expect(engine.explain(statement('x', 'r', 1)).text).toContain(
    'how it follows:\n  x.r = 1:\n    1. x.p = 1, said by ann in c1\n    2. x.r = 1 from 1, by the rule "r(X, V) :- p(X, V)."\n',
  )
})
