/** Same members: when all is mended, every node of a closed realm names the same members, with the same rights, and the same law. */
import type { Checker } from '../outcome.ts'

/** Complains of every node that sees another realm than the first one does. */
export const sameMembers: Checker = ({ nodes }) => {
  const [first, ...others] = nodes
  if (first === undefined) return []
  const told = first.realm()
  return others
    .filter((node) => node.realm() !== told)
    .map((node) => ({ why: `${node.name} and ${first.name} do not name the same members and law`, nodes: [first.name, node.name] }))
}
