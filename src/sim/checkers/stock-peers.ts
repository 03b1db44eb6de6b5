/**
 * Stock peers: what one of them writes into a log's document is refused, what it makes itself is not taken in, and either ends there: no
 * message goes on about it, and whoever only follows has the right documents.
 */
import { logKeyOf } from '../../frames/log.ts'
import type { Checker, Complaint } from '../outcome.ts'

/**
 * Complains of foreign changes that nobody refused, of talk without end, and of honest peers that were refused or have other documents than
 * the nodes. Who carries two branches of a log is refused, though they are not its doing.
 */
export const stockPeers: Checker = ({ stock, quiet, nodes, documents, scenario }) => [
  ...stock
    .filter(({ changed, refused }) => changed > 0 && refused === 0)
    .map(({ name }) => ({ why: `${name} changed the document of a log by itself, and nobody refused that` })),
  ...stock
    .filter(({ endless }) => endless > 0)
    .map(({ name }) => ({ why: `a node and ${name} talked about one document without end, until they were cut off` })),
  ...(nodes.some(({ equivocators }) => equivocators.size > 0) ? [] : stock)
    .filter(({ changed, shared, refused }) => changed + shared === 0 && refused > 0)
    .map(({ name, refused }) => ({ why: `${name}, which writes nothing, was refused ${refused} times` })),
  ...(quiet.stockMessages > 0 ? [{ why: `${quiet.stockMessages} messages to and from stock peers when all is quiet` }] : []),
  ...unserved(nodes, documents ?? [], new Set(stock.filter(({ name }) => isServed(name, scenario)).map(({ name }) => name))),
]

/** One that only follows, beside others that do not: a bridge is held to what it carries by other promises. */
function isServed(name: string, { topology }: Parameters<Checker>[0]['scenario']): boolean {
  const all = topology.stock ?? []
  return all.some(({ meddles }) => meddles !== undefined) && all.find((one) => one.name === name)?.meddles === undefined
}

function unserved(
  nodes: Parameters<Checker>[0]['nodes'],
  documents: NonNullable<Parameters<Checker>[0]['documents']>,
  served: ReadonlySet<string>,
): readonly Complaint[] {
  const [first] = nodes
  if (first === undefined || served.size === 0) return []
  const sums = new Map(documents.map(({ node, log, sum }) => [`${node} ${log}`, sum]))
  const logs = first.logs().filter(({ log, ids }) => ids.length > 0 && !first.equivocators.has(log.author))
  return [...served].flatMap((name) =>
    logs.flatMap(({ log }) => {
      const [right, theirs] = [sums.get(`${first.name} ${logKeyOf(log)}`), sums.get(`${name} ${logKeyOf(log)}`)]
      return right === theirs ? [] : [{ why: `${name} has not the document of the log of ${log.author} since ${log.epoch}` }]
    }),
  )
}
