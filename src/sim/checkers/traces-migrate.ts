/**
 * Traces migrate: a session that any node knows of is gone on with until it is published or closed with a reason, whoever has crashed or
 * stalls. What counts of it, and who may end it, is worked out here by other code than the node's.
 */
import type { SessionRecord } from '../../traces/archive.ts'
import type { Checker, Complaint } from '../outcome.ts'

/** Complains of every session that is still open, or whose end says nothing. */
export const tracesMigrate: Checker = ({ nodes }) =>
  nodes.flatMap((node) => {
    const archive = node.told()
    const isHeard = ({ by }: { readonly by: string }): boolean => !node.equivocators.has(by)
    return [...archive.sessions()].flatMap((id): readonly Complaint[] => {
      const record = archive.session(id, isHeard)
      if (record?.begun === undefined) return []
      const about = `${node.name} holds session ${id} toward ${record.begun.item.goal}, and`
      const had = hadIn(record, new Set([record.begun.by]))
      const [concluded, closed] = [record.conclusions, record.closes].map((ends) => ends.some(({ by }) => had.has(by)))
      if (concluded !== true && closed !== true) return [{ why: `${about} nobody brings it to an end`, nodes: [node.name] }]
      const isMute = concluded !== true && record.closes.some(({ item }) => item.reason === '')
      return isMute ? [{ why: `${about} it was closed without a reason`, nodes: [node.name] }] : []
    })
  })

/** Who has or had it: also who took it, and to whom somebody who had it gave it. */
function hadIn(record: SessionRecord, had: ReadonlySet<string>): ReadonlySet<string> {
  const more = record.handovers.flatMap(({ by, item: { to } }) => (to !== undefined && (by === to || had.has(by)) ? [to] : []))
  const all = new Set([...had, ...more])
  return all.size === had.size ? all : hadIn(record, all)
}
