/** Forks kept: a log that was proven to fork stays so, over every start; and each way out of a conflict is offered. */
import type { Component } from '../../semantics/judgement.ts'
import type { Checker } from '../outcome.ts'

/** Complains of proofs that were forgotten, and of components without a way out or with one side missing from all of them. */
export const forksKept: Checker = ({ nodes, unforked }) => [
  ...unforked.map(({ node, log }) => ({ why: `${node} no longer knows that ${log} forked`, nodes: [node] })),
  ...nodes.flatMap((node) =>
    node
      .components()
      .filter((component) => !isOpen(component))
      .map(({ id }) => ({ why: `${node.name} offers no ways out of component ${id}`, nodes: [node.name] })),
  ),
]

/** One way out, or several; a component with a single one is decided by what cannot be dropped. */
function isOpen({ forks, more, undecided }: Component): boolean {
  return forks.length > (undecided && !more ? 1 : 0)
}
