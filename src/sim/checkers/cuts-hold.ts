/** Cuts hold: of a member that was removed nothing counts beyond the cut, however much it goes on to say. */
import { canonicalText } from '../../base/canonical.ts'
import type { Checker, LogView, Removal } from '../outcome.ts'

/** Complains of every log of a removed member that counts further than its removal allows. */
export const cutsHold: Checker = ({ nodes, removals }) =>
  nodes.flatMap((node) =>
    node.logs().flatMap((log) => {
      // Who was removed more than once, or may not have been by right, is for `sameMembers`.
      const own = removals.filter(({ key }) => key === log.log.author)
      const [removal] = own
      if (removal === undefined || own.length > 1 || !node.isRemoved(log.log.author)) return []
      const most = cutOf(removal, log)
      if (log.ids.length <= most) return []
      return [{ why: `${node.name} counts ${log.ids.length} entries of a log of ${log.log.author}, cut at ${most}`, nodes: [node.name] }]
    }),
  )

/** How many entries of the log may count. */
function cutOf({ cuts }: Removal, { log }: LogView): number {
  const name = canonicalText([log.domain, log.kind, log.epoch])
  const cut = cuts.find(([domain, kind, epoch]) => canonicalText([domain, kind, epoch]) === name)
  return cut === undefined ? 0 : cut[3] + 1
}
