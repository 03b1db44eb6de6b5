/** Parser, printer and builder: one tree, whichever way a rule is written, and a place and a remedy for what is no rule. */
import { fc } from '../../seeded.ts'
import { expect, test } from 'vitest'
import {
  anything,
  compare,
  deny,
  discourage,
  fact,
  not,
  opposite,
  relation,
  rule,
  slot,
  variables,
} from '../../../src/semantics/rules/builder.ts'
import { ruleErrorText } from '../../../src/semantics/rules/error.ts'
import { ATOM_ARGS_MAX, RULE_BODY_MAX, RULES_LENGTH_MAX } from '../../../src/semantics/rules/limits.ts'
import { parseAtom, parseBody, parseRules } from '../../../src/semantics/rules/parse.ts'
import { printRule, printTree } from '../../../src/semantics/rules/print.ts'
import type { Rule } from '../../../src/semantics/rules/rule.ts'
import { rules, SLOTS } from './trees.ts'

function parsed(text: string): readonly Rule[] {
  const result = parseRules(text, SLOTS)
  if (!result.ok) throw new Error(`${text}: ${ruleErrorText(result.error)}`)
  return result.value
}

function only(text: string): Rule {
  const [first, ...others] = parsed(text)
  expect(others).toEqual([])
  return first as Rule
}

function refusal(text: string): string {
  const result = parseRules(text, SLOTS)
  return result.ok ? 'accepted' : ruleErrorText(result.error)
}

test('[SEM101] printing and parsing again gives the same rule', () => {
  fc.assert(
    fc.property(rules, (one) => {
      expect(parsed(printRule(one))).toEqual([one])
    }),
    { numRuns: 500 },
  )
})

test('[SEM101] several rules in one text stay apart, and so do their explanations', () => {
  fc.assert(
    fc.property(fc.array(rules, { maxLength: 5 }), (many) => {
      expect(parsed(many.map(printRule).join('\n'))).toEqual(many)
    }),
  )
})

const [d, r, x, y] = variables('D', 'R', 'X', 'Y')

test.each([
  [':- state(D, "closed"), via(R, D).', deny().when(slot('state', d, 'closed'), relation('via', r, d))],
  [':-state(D,closed),via(R,D). % said otherwise', deny('why not').when(slot('state', d, 'closed'), relation('via', r, d))],
  ['state(d1, 3).', fact(slot('state', 'd1', 3n))],
  [':~ p(X), q(X, _), X >= 2. [300]', discourage(300).when(relation('p', x), relation('q', x, anything), compare(x, '>=', 2))],
  [
    '-p(X) :- q(X, Y), not "has-part"(X, Y), X != Y.',
    rule(opposite(relation('p', x))).when(relation('q', x, y), not(slot('has-part', x, y)), compare(x, '!=', y)),
  ],
  ['p(dec("0.10"), time("2026-01-01")).', fact(relation('p', { dec: '0.1' }, new Date('2026-01-01T00:00:00Z')))],
  ['sameAs(a, b).', fact(slot('sameAs', 'a', { ref: 'b' }))],
  ['p :- q(_, _).', rule(relation('p')).when(relation('q', anything, anything))],
])('[SEM102] text and builder make one rule: %s', (text, built) => {
  expect(only(text).id).toBe(built.id)
})

test('[SEM102] another tree is another rule', () => {
  const concluding = ['p(X) :- q(X).', '-p(X) :- q(X).', 'p(X) :- not q(X).', 'p(X) :- -q(X).', 'p(X) :- q(_).']
  const texts = [...concluding, ':- q(X).', ':~ q(X). [1]', ':~ q(X). [2]']
  expect(new Set(texts.map((text) => only(text).id)).size).toBe(texts.length)
})

test.each([
  ['p(X) :- q(X)', 'line 1, column 13: expected ".", found the end of the text; end the rule with a full stop'],
  ['p(a).\n q(X) :- r(X) s(X).', 'line 2, column 15: expected "," or ".", found "s"; end the rule with a full stop'],
  ['p(X) | q(X) :- r(X).', 'line 1, column 6: expected ":-" or ".", found "|"; a head is one atom: write one rule for each alternative'],
  ['not p(X) :- q(X).', 'line 1, column 1: expected an atom, found "not"; a head cannot be negated by `not`: write the explicit'],
  ['Door(X).', 'line 1, column 1: expected an atom, found "Door"; a predicate begins lower case; any other name is quoted'],
  ['p(f(X)).', 'line 1, column 4: expected "," or ")", found "("; a term has no function f(...): only ref, dec and time take brackets'],
  ['p(0.5).', 'line 1, column 4: expected an integer, found "."; write the decimal as dec("0.5")'],
  ['p(X) :- q(X), X == 2.', 'line 1, column 17: expected one of = != < <= > >=, found "=="; write = for equal'],
  ['p(X) :- q(X), X + 1 = 2.', 'found "+"; there is no arithmetic in rules'],
  ['p("open).', 'line 1, column 3: expected a variable or a constant, found "\\""; close the string on its line'],
  ['p("a\\q").', 'close the string on its line; inside it'],
  [':- .', 'line 1, column 4: expected an atom, found "."'],
  ['p() :- .', 'expected an atom, found "."'],
  [':~ p. [2000]', 'line 1, column 8: expected an integer from 0 to 1000, found "2000"; a soft denial ends with what it costs'],
  [':~ p.', 'line 1, column 6: expected "[", found the end of the text; a soft denial ends with what it costs'],
  [':~ p. [3@1]', 'a soft denial has one level'],
  ['state(dec("0.5"), open).', 'expected a slot of a frame'],
  ['p(time("yesterday")).', 'line 1, column 8: expected a value, found "yesterday"'],
  ['p(a). %* never closed', 'close the comment'],
  ['p(a', 'line 1, column 4: expected ")", found the end of the text; close the brackets of the atom'],
  ['""(a).', 'expected the name of a predicate, found ""; it must not be empty'],
])('[SEM103] what is no rule is refused at its place: %s', (text, expected) => {
  expect(refusal(text)).toContain(expected)
})

test('[SEM103] cutting a rule anywhere or spoiling a character never crashes the parser', () => {
  fc.assert(
    fc.property(rules, fc.nat(), fc.string({ maxLength: 2 }), (one, at, spoil) => {
      const text = printRule(one)
      const place = at % text.length
      const result = parseRules(text.slice(0, place) + spoil + text.slice(place + 1), SLOTS)
      expect(result.ok || ruleErrorText(result.error).startsWith('line ')).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('[SEM104] a frame and a reference to it are one term', () => {
  expect(only('state(d1, open).').id).toBe(only('state(ref("d1"), "open").').id)
  expect(only('state("d1", open).').id).toBe(only('state(ref(d1), open).').id)
  expect(only('state(7, open).').id).toBe(only('state(ref("7"), open).').id)
  expect(only('state(X, d1) :- state(X, _).').id).not.toBe(only('state(X, ref(d1)) :- state(X, _).').id)
})

test('[SEM104] only a slot names frames by plain constants; built-in slots always do', () => {
  expect(printTree(only('via(r1, d1).'))).toBe('via("r1", "d1").')
  expect(printTree(only('state(d1).'))).toBe('state("d1").')
  expect(printTree(only('type(d1, door).'))).toBe('type(ref("d1"), "door").')
  expect(printTree(only('type(d1, ref("Door")).'))).toBe('type(ref("d1"), "Door").')
  expect(printTree(only('differentFrom(a, b).'))).toBe('differentFrom(ref("a"), ref("b")).')
})

test('[SEM105] the comment on the line of a rule explains it', () => {
  const text = `% about doors, no rule's explanation
p(a). % the first
% between
q(X) :- % because
  r(X). % of r
s(a). t(a). %* both *%
u(a).`
  expect(parsed(text).map((one) => one.text)).toEqual(['the first', 'because of r', 's("a").', 'both', 'u("a").'])
})

test('[SEM106] what is over a limit is refused, what is at it is not', () => {
  const conditions = (count: number): string => `p :- ${Array(count).fill('q').join(', ')}.`
  expect(only(conditions(RULE_BODY_MAX)).body).toHaveLength(RULE_BODY_MAX)
  expect(refusal(conditions(RULE_BODY_MAX + 1))).toContain('at most 64 conditions')
  const wide = (count: number): string => `p(${Array(count).fill('a').join(', ')}).`
  expect(only(wide(ATOM_ARGS_MAX)).head?.args).toHaveLength(ATOM_ARGS_MAX)
  expect(refusal(wide(ATOM_ARGS_MAX + 1))).toContain('at most 32 arguments')
  expect(refusal(' '.repeat(RULES_LENGTH_MAX + 1))).toContain('split the text')
  expect(refusal(`p("${'9'.repeat(1_001)}", ${'9'.repeat(1_001)}).`)).toContain('1,000 digits')
})

test.each(['%*', '"\\"', '((((', '"a', 'p(', 'p. ', 'not ', '-', '_'])('[SEM106] a long hostile text of %j is read in one pass', (part) => {
  const result = parseRules(part.repeat(100_000), SLOTS)
  expect(result.ok).toBe(false)
})

test('atoms and questions are read by themselves', () => {
  expect(parseAtom('p(a)', SLOTS)).toEqual({ ok: true, value: relation('p', 'a') })
  expect(parseAtom('p(a), q', SLOTS).ok).toBe(false)
  const question = parseBody('state(D, open), D != ref(d1).', SLOTS)
  const value = { body: [{ atom: slot('state', d, 'open'), not: false }], compare: [compare(d, '!=', { ref: 'd1' })] }
  expect(question).toEqual({ ok: true, value })
})
