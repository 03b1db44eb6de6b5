/** Programs: which rules are in force, in which order, and why the others are not. */
import { fc } from '../../seeded.ts'
import { expect, test } from 'vitest'
import { holds } from '../../../src/semantics/rules/compare.ts'
import { ruleErrorText } from '../../../src/semantics/rules/error.ts'
import { parseRules } from '../../../src/semantics/rules/parse.ts'
import { admitRules, BARE_SETTING, checkRules, type RuleSetting } from '../../../src/semantics/rules/program.ts'
import { printTree } from '../../../src/semantics/rules/print.ts'
import { componentsBottomUp } from '../../../src/semantics/rules/strata.ts'
import type { Rule } from '../../../src/semantics/rules/rule.ts'
import { rules } from './trees.ts'

function parsed(text: string): readonly Rule[] {
  const result = parseRules(text, new Set(['state']))
  if (!result.ok) throw new Error(ruleErrorText(result.error))
  return result.value
}

function verdict(text: string, setting: RuleSetting = BARE_SETTING): string {
  const checked = checkRules(parsed(text), setting)
  return checked.ok ? 'in force' : ruleErrorText(checked.error)
}

test.each([
  ['p(X) :- q(X).', 'in force'],
  ['p(X).', 'X must occur'],
  ['p(X) :- q(Y).', 'X must occur'],
  ['p(_) :- q(Y).', '_ must occur'],
  ['p(X) :- q(X), Y < X.', 'Y must occur'],
  ['p(X) :- not q(X).', 'X must occur'],
  ['p(X) :- r(X), not q(X, Y).', 'Y must occur'],
  ['p(X) :- r(X), not q(X, _).', 'in force'],
  [':- not q(X), -r(X).', 'uses `not`'],
  [':- X = Y.', 'X, Y must occur'],
])('[SEM107] safety: %s', (text, expected) => {
  expect(verdict(text)).toContain(expected)
})

test.each([
  ['p(X) :- q(X), not r(X).', 'in force'],
  [':- q(X), not r(X).', 'feeds the denial'],
  [':~ q(X), not r(X). [5]', 'feeds the denial'],
  ['p(X) :- q(X), not r(X). :- p(X).', 'feeds the denial ":- p(X)."'],
  ['p(X) :- q(X), not r(X). s(X) :- p(X). :- s(X). % never', 'feeds the denial "never"'],
  ['p(X, 1) :- q(X), not r(X). :- p(X, 2).', 'in force'],
  ['p(X, Y) :- q(X), not r(Y), q(Y). :- p(X, 2).', 'feeds the denial'],
  ['p(X) :- q(X), not r(X). :- -p(X).', 'in force'],
  ['state(X, 1) :- q(X), not r(X).', 'in force'],
  ['sameAs(X, a) :- q(X), not r(X).', 'feeds the judged slot "sameAs"'],
])('[SEM108] default negation stays out of conflicts: %s', (text, expected) => {
  expect(verdict(text)).toContain(expected)
})

test('[SEM108] a slot that carries a facet is not reached through `not`', () => {
  const setting: RuleSetting = { slots: new Set(['state']), judged: new Set(['state']) }
  expect(verdict('state(X, 1) :- q(X), not r(X).', setting)).toContain('feeds the judged slot "state"')
  expect(verdict('a(X) :- q(X), not r(X). state(X, 1) :- a(X).', setting)).toContain('feeds the judged slot "state"')
})

test('[SEM108] the refused rule alone is not in force, and what only fed it is free', () => {
  const { program, refused } = admitRules(parsed('a(X) :- q(X), not r(X). b(X) :- a(X), not s(X). :- b(X). c(X) :- q(Y).'))
  expect(refused.map(({ rule, error }) => `${error.type} ${printTree(rule)}`).sort()).toEqual([
    'RuleNegation b(X) :- a(X), not s(X).',
    'RuleUnsafe c(X) :- q(Y).',
  ])
  expect(program.layerB.map(({ preds }) => preds)).toEqual([['a/1']])
  expect(program.denials.map(printTree)).toEqual([':- b(X).'])
})

test('[SEM108] what reads a view is a view; what it does not read is not', () => {
  const text = 'a(X) :- q(X), not r(X). b(X) :- a(X). b(X) :- c(X). c(X) :- q(X). type(X, x) :- a(X). d(X) :- type(X, y).'
  const { program } = admitRules(parsed(text))
  const views = program.layerB.flatMap(({ rules: own }) => own.map(printTree)).sort()
  expect(views).toEqual(['a(X) :- q(X), not r(X).', 'b(X) :- a(X).', 'type(X, "x") :- a(X).'])
  expect(program.layerA.flatMap(({ preds }) => preds)).toContain('d/1')
})

test('[SEM109] neither order nor repetition changes a program', () => {
  fc.assert(
    fc.property(fc.array(rules, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 8 }), (many, picks) => {
      const shuffled = [...many.toReversed(), ...picks.flatMap((pick) => many[pick % many.length] ?? [])]
      expect(admitRules(shuffled)).toEqual(admitRules(many))
    }),
  )
})

test('[SEM110] components are concluded before they are read', () => {
  const { program } = admitRules(parsed('a(X) :- b(X), c(X). b(X) :- c(X). c(X) :- b(X). d(X, Y) :- d(Y, X), a(X). -a(X) :- a(X).'))
  expect(program.layerA.map(({ preds, recursive }) => [preds, recursive])).toEqual([
    [['b/1', 'c/1'], true],
    [['a/1'], false],
    [['-a/1'], false],
    [['d/2'], true],
  ])
  expect(program.denials.map(printTree)).toEqual([':- a(X1), -a(X1).'])
})

test('[SEM110] every component leads only down, and shares a component exactly with what leads back', () => {
  const graphs = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { maxLength: 25 })
  fc.assert(
    fc.property(graphs, (edges) => {
      const nodes = Array.from({ length: 10 }, (_none, index) => String(index))
      const leads = (from: string): string[] => edges.filter(([start]) => String(start) === from).map(([, end]) => String(end))
      const reach = (from: string, seen = new Set<string>()): Set<string> => {
        for (const to of leads(from)) if (!seen.has(to)) reach(to, seen.add(to))
        return seen
      }
      const found = componentsBottomUp(nodes, leads)
      const place = new Map(found.flatMap((members, index) => members.map((member) => [member, index] as const)))
      expect(found.flat().sort()).toEqual(nodes)
      for (const a of nodes) {
        for (const b of reach(a)) {
          expect(place.get(b)).toBeLessThanOrEqual(place.get(a) ?? -1)
          expect(place.get(b) === place.get(a)).toBe(a === b || reach(b).has(a))
        }
      }
    }),
  )
})

test('[SEM110] a chain of a hundred thousand is no deep stack', () => {
  const nodes = Array.from({ length: 100_000 }, (_none, index) => `n${index}`)
  const found = componentsBottomUp(nodes, (node) => [`n${Number(node.slice(1)) + 1}`])
  expect([found.length, found[0]]).toEqual([100_000, ['n99999']])
})

test.each([
  ['=', 3, 3, true],
  ['!=', 3, '3', true],
  ['<', 3, '4', false],
  ['<', { int: '9007199254740993' }, { int: '9007199254740994' }, true],
  ['<', { dec: '0.1' }, 1, true],
  ['>=', { time: 5 }, { time: 5 }, true],
  ['<', { ref: 'a' }, { ref: 'b' }, false],
  ['!=', { ref: 'a' }, { ref: 'b' }, true],
  ['>', 'b', 'a', true],
  ['<=', false, true, false],
  ['>', 1, { dec: '1.5' }, false],
] as const)('[SEM111] a comparison is exact within a kind: %s %j %j', (op, left, right, expected) => {
  expect(holds(op, left, right)).toBe(expected)
})
