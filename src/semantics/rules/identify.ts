/** Identity of a rule: the hash of its tree, so that text, builder and layout lead to one rule. */
import { canonicalText, type Json } from '../../base/canonical.ts'
import { cidOf, type Hash } from '../../base/hash.ts'
import { printTree } from './print.ts'
import type { Rule } from './rule.ts'

/** A rule before it has its id; `text` is what a person is told, absent when nobody said anything. */
export type RuleTree = Omit<Rule, 'id' | 'text'> & { readonly text?: string }

/** The rule of a tree: its id is the hash of the tree without `text`; without a text the rule explains itself by being printed. */
export function ruleOf({ head, body, compare, soft, text = '' }: RuleTree): Rule {
  const tree = { head, body, compare, soft }
  const words = text.replace(/\s+/g, ' ').trim()
  return { id: ruleIdOf(tree), ...tree, text: words === '' ? printTree(tree) : words }
}

/** The CID of the canonical tree `{head, body, compare, soft}`. */
export function ruleIdOf({ head, body, compare, soft }: Omit<RuleTree, 'text'>): Hash {
  return cidOf(canonicalText({ head, body, compare, soft } as unknown as Json))
}
