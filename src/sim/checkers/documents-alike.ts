/** Documents alike: when all has settled, the document of each log holds just its entries, and has the same bytes on every node. */
import { logKeyOf } from '../../frames/log.ts'
import type { Checker, Complaint } from '../outcome.ts'

/** Complains of documents that are missing, hold something else than their log, or differ from another node's. */
export const documentsAlike: Checker = ({ nodes, documents }) => {
  if (documents === null) return []
  const shown = new Map(documents.map((one) => [`${one.node} ${one.log}`, one]))
  const sums = new Map<string, { readonly node: string; readonly sum: string }>()
  return nodes.flatMap(({ name, logs }) =>
    logs().flatMap(({ log, ids }): readonly Complaint[] => {
      const key = logKeyOf(log)
      const document = shown.get(`${name} ${key}`)
      const about = `of the log of ${log.author} since ${log.epoch}, ${name}`
      if (ids.length === 0) return []
      if (document === undefined) return [{ why: `${about} has no document`, nodes: [name] }]
      if (document.entries.join() !== ids.toSorted().join())
        return [{ why: `${about} has a document with ${document.entries.length} entries, and holds ${ids.length}`, nodes: [name] }]
      const other = sums.get(key)
      sums.set(key, other ?? { node: name, sum: document.sum })
      if (other === undefined || other.sum === document.sum) return []
      return [{ why: `${about} has another document than ${other.node}`, nodes: [name, other.node] }]
    }),
  )
}
