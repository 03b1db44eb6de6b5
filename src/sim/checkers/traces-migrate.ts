/** Traces migrate: a session that any node knows of is gone on with until it is published or closed with a reason, whoever has crashed. */
import { isOpen } from '../../node/reasoning/owners.ts'
import type { Checker, Complaint } from '../outcome.ts'

/** Complains of every session that is still open, or whose end says nothing. */
export const tracesMigrate: Checker = ({ nodes }) =>
  nodes.flatMap((node) => {
    const archive = node.told()
    return [...archive.sessions()].flatMap((id): readonly Complaint[] => {
      const record = archive.session(id)
      if (record?.begun === undefined) return []
      const about = `${node.name} holds session ${id} toward ${record.begun.item.goal}, and`
      if (isOpen(record)) return [{ why: `${about} nobody brings it to an end`, nodes: [node.name] }]
      const isMute = record.conclusions.length === 0 && record.closes.some(({ item }) => item.reason === '')
      return isMute ? [{ why: `${about} it was closed without a reason`, nodes: [node.name] }] : []
    })
  })
