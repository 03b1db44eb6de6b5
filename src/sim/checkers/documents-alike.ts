/** Documents alike: when all has settled, the document of each log holds just its entries, and has the same bytes on every node. */
import { logKeyOf } from '../../frames/log.ts'
import type { Checker, Complaint } from '../outcome.ts'

/**
 * Complains of documents that are missing, hold something else than their log, or differ from another node's of the same entries. In a
 * closed realm a log may be held beyond what counts of it, and not by everybody as far; of a forked log nodes may hold different branches.
 */
export const documentsAlike: Checker = ({ nodes, documents }) => {
  if (documents === null) return []
  const shown = new Map(documents.map((one) => [`${one.node} ${one.log}`, one]))
  const sums = new Map<string, { readonly node: string; readonly sum: string }>()
  return nodes.flatMap(({ name, logs, realm }) =>
    logs().flatMap(({ log, ids }): readonly Complaint[] => {
      const key = logKeyOf(log)
      const document = shown.get(`${name} ${key}`)
      const about = `of the log of ${log.author} since ${log.epoch}, ${name}`
      if (ids.length === 0) return []
      if (document === undefined) return [{ why: `${about} has no document`, nodes: [name] }]
      const isAsLong = document.entries.length === ids.length || realm() !== ''
      const isWhole = isAsLong && ids.every((id) => document.entries.includes(id))
      if (!isWhole)
        return [{ why: `${about} has a document with ${document.entries.length} entries, and holds ${ids.length}`, nodes: [name] }]
      const alike = `${key} ${document.entries.join(' ')}`
      const other = sums.get(alike)
      sums.set(alike, other ?? { node: name, sum: document.sum })
      if (other === undefined || other.sum === document.sum) return []
      return [{ why: `${about} has another document than ${other.node}`, nodes: [name, other.node] }]
    }),
  )
}
