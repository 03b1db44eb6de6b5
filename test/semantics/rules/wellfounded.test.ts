/** Well-founded model: equal to a naive one, honest about paradoxes, and bounded in work. */
import { fc } from '../../seeded.ts'
import { expect, test } from 'vitest'
import { valueKey, type Value } from '../../../src/frames/value.ts'
import { ruleErrorText } from '../../../src/semantics/rules/error.ts'
import type { Fact, Facts } from '../../../src/semantics/rules/facts.ts'
import { ruleOf } from '../../../src/semantics/rules/identify.ts'
import { parseAtom, parseRules } from '../../../src/semantics/rules/parse.ts'
import { admitRules } from '../../../src/semantics/rules/program.ts'
import type { Atom, Rule, Term } from '../../../src/semantics/rules/rule.ts'
import { unboundVariables } from '../../../src/semantics/rules/safety.ts'
import { predKeyOf } from '../../../src/semantics/rules/vocabulary.ts'
import { wellFounded, type Model } from '../../../src/semantics/rules/wellfounded.ts'
import { naiveWellFounded, showAtom, type GivenFact } from '../../reference/wellfounded.ts'

/** Properties may take their time on a busy machine. */
const LONG_MS = 60_000

const NO_SLOTS: ReadonlySet<string> = new Set()

function rulesIn(text: string): readonly Rule[] {
  const result = parseRules(text, NO_SLOTS)
  if (!result.ok) throw new Error(ruleErrorText(result.error))
  return result.value
}

function atomIn(text: string): Atom {
  const result = parseAtom(text, NO_SLOTS)
  if (!result.ok) throw new Error(ruleErrorText(result.error))
  return result.value
}

/** Both layers, the upper over the lower, as an engine does it. */
function modelOf(rules: readonly Rule[], facts: Facts, perRule: number): Model {
  const { program } = admitRules(rules)
  return wellFounded(program.layerB, wellFounded(program.layerA, facts, perRule), perRule)
}

/** What the heads of the rules hold, as texts. */
function heldBy(views: Model, rules: readonly Rule[], isWanted: (fact: Fact) => boolean): readonly string[] {
  const heads = new Map(rules.map(({ head }) => [predKeyOf(head as Atom), head as Atom]))
  const held = [...heads.values()].flatMap(({ pred, negative, args }) => {
    const facts = [...views.match(pred, negative, args.map(() => undefined))].filter(isWanted)
    return facts.map((fact) => showAtom({ pred, negative, args: fact.args.map((value) => ({ constant: value })) }))
  })
  return held.sort()
}

function factsOf(given: readonly GivenFact[]): Facts {
  const byPred = new Map<string, Fact[]>()
  for (const { atom, certain } of given) {
    const args = atom.args.map((term) => (term as { constant: Value }).constant)
    byPred.set(predKeyOf(atom), [...(byPred.get(predKeyOf(atom)) ?? []), { args, certain }])
  }
  return {
    match: (pred, negative, args) => {
      const held = byPred.get(`${negative ? '-' : ''}${pred}/${args.length}`) ?? []
      const isAt = (fact: Fact, value: Value, index: number): boolean => valueKey(value) === valueKey(fact.args[index] as Value)
      return held.filter((fact) => args.every((value, index) => value === undefined || isAt(fact, value, index)))
    },
  }
}

function model(text: string, perRule = 10_000): Model {
  const [given, rules] = [rulesIn(text).filter((rule) => rule.body.length === 0), rulesIn(text).filter((rule) => rule.body.length > 0)]
  return modelOf(rules, factsOf(given.map(({ head }) => ({ atom: head as Atom, certain: true }))), perRule)
}

const constant = fc.constantFrom('a', 'b', 'c').map((name): Term => ({ constant: name }))
const variable = fc.constantFrom('X', 'Y', '_').map((name): Term => ({ variable: name }))
const shapes = [['p', 1], ['q', 1], ['e', 2], ['r', 0], ['s', 1]] as const
const atomOf = (term: fc.Arbitrary<Term>): fc.Arbitrary<Atom> => {
  return fc
    .tuple(fc.constantFrom(...shapes), fc.array(term, { minLength: 2, maxLength: 2 }), fc.integer({ min: 0, max: 5 }))
    .map(([[pred, arity], args, sign]) => ({ pred, args: args.slice(0, arity), negative: sign === 0 }))
}
const patterns = atomOf(fc.oneof({ weight: 3, arbitrary: variable }, constant))
const comparison = fc.record({ op: fc.constantFrom('=', '!=' as const), left: fc.constant({ variable: 'X' }), right: constant })
const safeRules = fc
  .record({
    head: atomOf(fc.oneof(fc.constantFrom({ variable: 'X' }, { variable: 'Y' }), constant)),
    body: fc.array(fc.record({ atom: patterns, not: fc.boolean() }), { minLength: 1, maxLength: 3 }),
    compare: fc.array(comparison, { maxLength: 1 }),
  })
  .map(({ head, body, compare }) => ruleOf({ head, body: body.map(fresh), compare, soft: null }))
  .filter((rule) => unboundVariables(rule).length === 0)
const givens = fc.uniqueArray(fc.record({ atom: atomOf(constant), certain: fc.integer({ max: 3, min: 0 }).map((dice) => dice > 0) }), {
  maxLength: 8,
  selector: ({ atom }) => showAtom(atom),
})

function fresh(literal: Rule['body'][number], index: number): Rule['body'][number] {
  const named = (term: Term, place: number): Term => {
    return 'variable' in term && term.variable === '_' ? { variable: `_${index}${place}` } : term
  }
  const args = literal.atom.args.map(named)
  return { ...literal, atom: { ...literal.atom, args } }
}

test('[SEM112] the model equals a naive alternating fixpoint', () => {
  fc.assert(
    fc.property(fc.array(safeRules, { maxLength: 7 }), givens, (rules, given) => {
      const expected = naiveWellFounded(rules, given)
      const views = modelOf(rules, factsOf(given), 100_000)
      const heads = new Set(rules.map((rule) => predKeyOf(rule.head as Atom)))
      const ofHeads = (atoms: ReadonlySet<string>): string[] => {
        return [...atoms].filter((text) => {
          const [negative, pred, ...args] = JSON.parse(text) as [boolean, string, ...unknown[]]
          return heads.has(`${negative ? '-' : ''}${pred}/${args.length}` as never)
        })
      }
      expect(heldBy(views, rules, () => true)).toEqual(ofHeads(expected.possible).sort())
      expect(heldBy(views, rules, ({ certain }) => certain)).toEqual(ofHeads(expected.sure).sort())
    }),
    { numRuns: 300 },
  )
}, LONG_MS)

test('[SEM112] asking one atom agrees with listing them', () => {
  const facts = 'bird(tux). bird(pip). penguin(tux). friend(pip, tux).'
  const views = model(`${facts} flies(X) :- bird(X), not penguin(X). lonely(X) :- bird(X), not friend(X, _).`)
  const truths = ['flies(pip)', 'flies(tux)', 'bird(tux)', 'lonely(tux)', 'lonely(pip)'].map((text) => views.truthOf(atomIn(text)))
  expect(truths).toEqual(['true', 'false', 'true', 'true', 'false'])
})

test.each([
  ['the liar', 'p :- not p.', { p: 'undefined' }],
  ['an even loop', 'p :- not q. q :- not p.', { p: 'undefined', q: 'undefined' }],
  ['an even loop with a way out', 'p :- not q. q :- not p. q :- r. r.', { p: 'false', q: 'true' }],
  ['an odd loop of three', 'a :- not b. b :- not c. c :- not a.', { a: 'undefined', b: 'undefined', c: 'undefined' }],
  ['what rests on a paradox', 'p :- not p. q :- p. r :- not p. s :- p, t.', { q: 'undefined', r: 'undefined', s: 'false' }],
  ['what holds either way', 'p :- not p. q :- p. q :- t. t.', { q: 'true' }],
  ['support in a circle', 'p :- q. q :- p. r :- not p.', { p: 'false', q: 'false', r: 'true' }],
])('[SEM113] a paradox is undefined: %s', (_what, text, expected) => {
  const views = model(text)
  for (const [atom, truth] of Object.entries(expected)) expect([atom, views.truthOf(atomIn(atom))]).toEqual([atom, truth])
})

test('[SEM113] what rests on an open fact is open, and only that', () => {
  const given = [{ atom: atomIn('closed(d1)'), certain: false }, { atom: atomIn('closed(d2)'), certain: true }]
  const rules = rulesIn('passable(D) :- door(D), not closed(D). door(d1). door(d2). door(d3).')
  const views = modelOf(rules, factsOf(given), 1_000)
  expect(['d1', 'd2', 'd3'].map((door) => views.truthOf(atomIn(`passable(${door})`)))).toEqual(['undefined', 'false', 'true'])
})

test('[SEM114] over the budget a predicate and what reads it are unknown; the rest is decided', () => {
  const nodes = Array.from({ length: 30 }, (_none, index) => `n(${index}).`).join(' ')
  const text = `${nodes} pair(X, Y) :- n(X), n(Y), not same(X, Y). some(X) :- pair(X, _). free(X) :- n(X), not bound(X).`
  const tight = model(text, 899)
  expect(tight.unknown).toEqual(['pair/2', 'some/1'])
  const truths = ['pair(1, 2)', 'some(1)', 'free(1)', 'n(1)'].map((atom) => tight.truthOf(atomIn(atom)))
  expect(truths).toEqual(['unknown', 'unknown', 'true', 'true'])
  expect(model(text, 900).unknown).toEqual([])
})

test('[SEM114] a join without results ends inside its budget', () => {
  const nodes = Array.from({ length: 300 }, (_none, index) => `n(${index}).`).join(' ')
  const views = model(`${nodes} none :- n(X), n(Y), n(Z), X < Y, Y < Z, Z < X.`, 1_000)
  expect(views.truthOf(atomIn('none'))).toBe('unknown')
})

test('[SEM114] what was cut below is unknown here', () => {
  const facts: Facts = { match: () => [], isUnknown: (pred) => pred === 'cut' }
  const views = modelOf(rulesIn('p(X) :- q(X), not cut(X). r(X) :- p(X). s :- not t.'), facts, 10)
  expect(['p(a)', 'r(a)', 's'].map((atom) => views.truthOf(atomIn(atom)))).toEqual(['unknown', 'unknown', 'true'])
})

test('[SEM114] neither the order of facts nor that of rules moves the budget', () => {
  const rules = rulesIn('t(X, Y) :- e(X, Y). t(X, Z) :- t(X, Y), e(Y, Z), not blocked(Y).')
  const edges = fc.uniqueArray(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })), { maxLength: 12, selector: String })
  fc.assert(
    fc.property(edges, fc.nat({ max: 40 }), (pairs, perRule) => {
      const given = pairs.map(([from, to]) => ({ atom: atomIn(`e(${from}, ${to})`), certain: true }))
      const forth = modelOf(rules, factsOf(given), perRule)
      const back = modelOf(rules.toReversed(), factsOf(given.toReversed()), perRule)
      expect(back.unknown).toEqual(forth.unknown)
      expect(heldBy(back, rules, () => true)).toEqual(heldBy(forth, rules, () => true))
    }),
  )
})

test('models stack: a question is one more component over a model', () => {
  const views = model('bird(tux). bird(pip). penguin(tux). flies(X) :- bird(X), not penguin(X).')
  const asked = modelOf(rulesIn('answer(X) :- bird(X), not flies(X).'), views, 100)
  expect([...asked.conclusions()].map(({ args }) => args)).toEqual([['tux']])
})

test('[SEM112] a long chain of wins and losses is decided from its end', () => {
  const length = 20_000
  const match = (pred: string): Fact[] => {
    return pred === 'move' ? Array.from({ length }, (_none, index) => ({ args: [index, index + 1], certain: true })) : []
  }
  const views = modelOf(rulesIn('win(X) :- move(X, Y), not win(Y).'), { match }, 100_000)
  expect([length - 1, length - 2, 1, 0].map((place) => views.truthOf(atomIn(`win(${place})`)))).toEqual(['true', 'false', 'true', 'false'])
})
