/** Convergence: when all is mended and has settled, every node holds the same entries and judges them alike. */
import type { Checker } from '../outcome.ts'

/** Complains of every node whose state or verdict is not the first one's. */
export const convergence: Checker = ({ nodes }) => {
  const [first, ...others] = nodes
  if (first === undefined) return []
  return others.flatMap((node) => {
    const both = [first.name, node.name]
    if (node.state !== first.state)
      return [{ why: `${node.name} holds ${node.entries} entries, and ${first.name} ${first.entries}: other states`, nodes: both }]
    return node.verdict === first.verdict
      ? []
      : [{ why: `${node.name} and ${first.name} hold the same entries and judge them differently`, nodes: both }]
  })
}
