/** Pages: explanations of conflicts and statements as a person reads them, line by line. */
import { expect, test } from 'vitest'
import { claim, conflictsOf, engineOf, ONE, page, ref, statement, today } from './written.ts'

test('[SEM570] too many values: the heaviest stand, and their votes are added up', () => {
  const engine = engineOf({ slots: { state: ONE } }, [
    claim('c1', 'ann', 'd1', 'state', 'open', { confidence: 900 }),
    claim('c2', 'bob', 'd1', 'state', 'open'),
    claim('c3', 'cyd', 'd1', 'state', 'shut', { confidence: 500 }),
    claim('c4', 'dan', 'd1', 'state', 'ajar', { confidence: 500 }),
  ])
  expect(conflictsOf(engine)[0]).toBe(
    page(`
    d1.state has at most one value, so it cannot be "shut", "open" and "ajar" at once
    who says what:
      d1.state = "open" is consensus, with 1.9 votes
        bob says so in c2: 1 vote
        ann says so in c1: 0.9 votes
      d1.state = "ajar" is rejected, with 0.5 votes
        dan says so in c4: 0.5 votes
      d1.state = "shut" is rejected, with 0.5 votes
        cyd says so in c3: 0.5 votes
    why it is decided so:
      giving up d1.state = "shut": 500000 of cyd
      giving up d1.state = "ajar": 500000 of dan
      together 1000000, that is 1 vote
      against
      giving up d1.state = "shut": 500000 of cyd
      giving up d1.state = "open": 1900000 = 1000000 of bob and 900000 of ann
      together 2400000, that is 2.4 votes
      so the first is lighter by 1.4 votes
    what would settle it:
      more than 1.4 votes more for d1.state = "ajar" would turn it
      more than 1.4 votes less for d1.state = "open" would turn it
    `),
  )
  expect(engine.explain({ claim: 'c3' }).text).toBe(
    page(`
    cyd claims in c3 that d1.state = "shut"
    d1.state = "shut" is rejected: cyd says so, with a weight of 0.5 votes
    it clashes: d1.state has at most one value, so it cannot be "shut", "open" and "ajar" at once
    who says what:
      d1.state = "shut" is rejected, with 0.5 votes
        cyd says so in c3: 0.5 votes
    why it is decided so:
      giving up d1.state = "shut": 500000 of cyd
      giving up d1.state = "ajar": 500000 of dan
      together 1000000, that is 1 vote
      against
      giving up d1.state = "open": 1900000 = 1000000 of bob and 900000 of ann
      giving up d1.state = "ajar": 500000 of dan
      together 2400000, that is 2.4 votes
      so the first is lighter by 1.4 votes
    what would settle it:
      more than 1.4 votes more for d1.state = "shut" would turn it
    `),
  )
})

test('[SEM572] what is too many is named though it is derived, and the type that makes it so is a side', () => {
  const types = [{ id: 'Door' }, { id: 'Gate', isa: ['Door'], slots: { state: ONE } }]
  const engine = engineOf({ types, rules: ['state(X, "shut") :- locked(X, true).'] }, [
    claim('t', 'ann', 'd1', 'type', ref('Gate')),
    claim('c1', 'bob', 'd1', 'locked', true),
    claim('c2', 'cyd', 'd1', 'state', 'open', { confidence: 700 }),
  ])
  expect(conflictsOf(engine)[0]).toBe(
    page(`
    d1.state has at most one value, so it cannot be both "shut" and "open"
    who says what:
      d1.locked = true is consensus, with 1 vote
        bob says so in c1: 1 vote
      d1.type = "Gate" is consensus, with 1 vote
        ann says so in t: 1 vote
      d1.state = "open" is rejected, with 0.7 votes
        cyd says so in c2: 0.7 votes
    why it is decided so:
      giving up d1.state = "open": 700000 of cyd
      against
      giving up d1.type = "Gate": 1000000 of ann
      so the first is lighter by 0.3 votes
    what would settle it:
      more than 0.3 votes more for d1.state = "open" would turn it
      more than 0.3 votes less for d1.type = "Gate" would turn it
      bob could take back c1, which ends d1.locked = true
      cyd could take back c2, which ends d1.state = "open"
      ann could take back t, which ends d1.type = "Gate"
    `),
  )
  expect(engine.explain(statement('d1', 'state', 'shut')).text).toBe(
    page(`
    d1.state = "shut" is consensus: it follows from other statements, with a weight of 1 vote
    it clashes: d1.state has at most one value, so it cannot be both "shut" and "open"
    who says what:
      d1.state = "shut" is consensus, derived, with 1 vote
    how it follows:
      d1.state = "shut":
        1. d1.locked = true, said in c1
        2. d1.state = "shut" from 1, by the rule "state(X, "shut") :- locked(X, true)."
    why it is decided so:
      giving up d1.state = "open": 700000 of cyd
      against
      giving up d1.locked = true: 1000000 of bob
      so the first is lighter by 0.3 votes
    what would settle it:
      more than 0.3 votes less for d1.locked = true would turn it
    `),
  )
})

test('[SEM570] each stretch of time is added up and settled for itself', () => {
  const engine = engineOf({ slots: { at: ONE } }, [
    claim('1', 'a', 'r', 'at', 'x', { valid: [today(10, 2), today(10, 8)] }),
    claim('2', 'b', 'r', 'at', 'y', { valid: [today(10, 5), null], confidence: 600 }),
    claim('3', 'c', 'r', 'at', 'x', { valid: [today(11, 0), today(12, 0)] }),
    claim('4', 'd', 'r', 'at', 'y', { valid: [today(9, 0), today(10, 4)], confidence: 200 }),
  ])
  expect(conflictsOf(engine)[0]).toBe(
    page(`
    r.at has at most one value, so it cannot be both "x" and "y"
    between 10:02 and 10:04 on 2026-01-01 (UTC)
    who says what:
      r.at = "x" is consensus, with 1 vote
        a says so in 1, between 10:02 and 10:08 on 2026-01-01 (UTC): 1 vote
        c says so in 3, between 11:00 and 12:00 on 2026-01-01 (UTC): said of another time
      r.at = "y" is rejected, with 0.2 votes
        d says so in 4, between 09:00 and 10:04 on 2026-01-01 (UTC): 0.2 votes
        b says so in 2, from 2026-01-01 10:05 (UTC) on: said of another time
    why it is decided so:
      between 10:02 and 10:04 on 2026-01-01 (UTC)
      giving up r.at = "y": 200000 of d
      against
      giving up r.at = "x": 1000000 of a
      so the first is lighter by 0.8 votes
    what would settle it:
      between 10:02 and 10:04 on 2026-01-01 (UTC):
      more than 0.8 votes more for r.at = "y" would turn it
      more than 0.8 votes less for r.at = "x" would turn it
      a and c could take back 1 and 3, which ends r.at = "x"
      b and d could take back 2 and 4, which ends r.at = "y"
    `),
  )
  expect(engine.explain(statement('r', 'at', 'x')).text).toBe(
    page(`
    r.at = "x" is consensus between 10:02 and 10:04 on 2026-01-01 (UTC): a says so, with a weight of 1 vote
    it clashes between 10:02 and 10:04 on 2026-01-01 (UTC): r.at has at most one value, so it cannot be both "x" and "y"
    it clashes between 11:00 and 12:00 on 2026-01-01 (UTC): r.at has at most one value, so it cannot be both "x" and "y"
    it clashes between 10:05 and 10:08 on 2026-01-01 (UTC): r.at has at most one value, so it cannot be both "x" and "y"
    who says what:
      r.at = "x" is consensus, with 1 vote
        a says so in 1, between 10:02 and 10:08 on 2026-01-01 (UTC): 1 vote
        c says so in 3, between 11:00 and 12:00 on 2026-01-01 (UTC): said of another time
    why it is decided so:
      between 10:02 and 10:04 on 2026-01-01 (UTC)
      giving up r.at = "y": 200000 of d
      against
      giving up r.at = "x": 1000000 of a
      so the first is lighter by 0.8 votes
      between 10:05 and 10:08 on 2026-01-01 (UTC)
      giving up r.at = "y": 600000 of b
      against
      giving up r.at = "x": 1000000 of a
      so the first is lighter by 0.4 votes
      between 11:00 and 12:00 on 2026-01-01 (UTC)
      giving up r.at = "y": 600000 of b
      against
      giving up r.at = "x": 1000000 of c
      so the first is lighter by 0.4 votes
    what would settle it:
      between 10:02 and 10:04 on 2026-01-01 (UTC):
      more than 0.8 votes less for r.at = "x" would turn it
      between 10:05 and 10:08 on 2026-01-01 (UTC):
      more than 0.4 votes less for r.at = "x" would turn it
      between 11:00 and 12:00 on 2026-01-01 (UTC):
      more than 0.4 votes less for r.at = "x" would turn it
    `),
  )
})
