/** What of a folder could be pruned, and what was, as a person reads it. */
import type { PrunableLog, PruneReport } from '../../node/pruning/pruning.ts'
import type { Paint } from '../terminal.ts'
import { tableLines } from './table.ts'
import { counted, shortHash } from './words.ts'

/** The lines of the screen for what could be pruned. */
export function prunableLines(logs: readonly PrunableLog[], paint: Paint): readonly string[] {
  if (logs.length === 0) return ['No claims or steps are held here.']
  return [paint.bold('Logs'), ...tableLines(logs.map((log) => rowOf(log, paint)))]
}

/** The lines of the screen for what was pruned, or would be. */
export function pruneLines({ dryRun, logs, dropped }: PruneReport, paint: Paint): readonly string[] {
  if (logs.length === 0) return ['Nothing to prune: every log still says something, or is pruned.']
  const saidAgain = logs.reduce((sum, log) => sum + log.saidAgain, 0)
  const entries = logs.reduce((sum, log) => sum + log.entries, 0)
  const what = `${counted(entries, 'entry', 'entries')} of ${counted(logs.length, 'log')}`
  return [
    dryRun ? paint.bold(`Would prune ${what}; nothing was signed`) : `${paint.green('pruned')} ${what}, for good and on every node`,
    ...tableLines(logs.map((log) => rowOf(log, paint))),
    ...(saidAgain === 0 ? [] : [`${dryRun ? 'Would say' : 'Said'} ${counted(saidAgain, 'withdrawal')} again that would have gone along`]),
    ...(dryRun ? [] : [`The text of ${counted(dropped, 'entry', 'entries')} is gone from this folder.`]),
  ]
}

function rowOf({ domain, kind, author, epoch, entries, pruned, gone, live }: PrunableLog, paint: Paint): readonly string[] {
  const text = gone === 0 ? 'text still here' : 'text gone'
  const state = pruned === 0 ? '' : `${pruned === entries ? 'pruned' : `${pruned} pruned`}, ${text}`
  const says = live === null ? paint.dim("another's") : live === 0 ? 'says nothing any more' : `${counted(live, 'item')} still said`
  return [`${domain}/${kind}`, shortHash(author), `epoch ${epoch}`, counted(entries, 'entry', 'entries'), paint.yellow(state), says]
}
