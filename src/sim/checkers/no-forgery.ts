/** No forgery: nothing is held that its author did not sign. The world saw every signature that was ever made. */
import type { Checker } from '../outcome.ts'

/** Complains of each entry that was never signed, or by another. */
export const noForgery: Checker = ({ nodes, signed }) =>
  nodes.flatMap((node) =>
    node.logs().flatMap(({ log, ids }) =>
      ids
        .filter((id) => signed.get(id)?.author !== log.author)
        .map((entry) => ({ why: `${node.name} holds ${entry}, which ${log.author} never signed`, entry, nodes: [node.name] })),
    ),
  )
