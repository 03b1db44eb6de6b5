/** `tracord prune`: which logs of a folder could be pruned; signs that their text may go, and lets it go. */
import type { Command } from 'commander'
import { TracordError } from '../base/error.ts'
import type { NodePruning, PrunableLog, PruneReport } from '../node/pruning/pruning.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { withNode } from './realm/open.ts'
import { prunableLines, pruneLines } from './screen/prune.ts'

interface PruneFlags extends JsonOption {
  readonly epoch?: readonly string[]
  readonly withdrawn?: boolean
  readonly force?: boolean
  readonly drop?: boolean
  readonly dryRun?: boolean
}

/** Builds the command. */
export function pruneCommand({ terminal }: CliContext): Command {
  return command(
    'prune',
    "Take back this node's own logs for good, on every node, and let go of their text here; without options: which could be.",
    'prune ./data --withdrawn --dry-run',
  )
    .argument('<dir>', "a node's folder; the node must not be running")
    .option('--epoch <n...>', 'the logs of these epochs')
    .option('--withdrawn', 'all logs that say nothing any more: taken back, or over')
    .option('--force', 'with --epoch: though they still say something')
    .option('--drop', 'let go, here alone, of the text of what other authors pruned')
    .option('--dry-run', 'sign nothing and drop nothing')
    .option('--json', 'JSON instead of a screen')
    .action(async (dir: string, flags: PruneFlags) => {
      const epochs = flags.epoch?.map(epochFrom)
      const { report, logs, dropped } = await withNode(dir, (node) => pruned(node.pruning, flags, epochs))
      if (flags.json === true) return terminal.out(JSON.stringify({ dir, report, dropped, logs }))
      const lines = report === null ? prunableLines(logs, terminal.paint) : pruneLines(report, terminal.paint)
      const ofOthers = dropped === null ? [] : [`let go of the text of ${dropped} entries that others pruned`]
      return terminal.out([...lines, ...ofOthers].join('\n'))
    })
}

interface Pruned {
  readonly report: PruneReport | null
  /** Entries of others whose text went; null: not asked for. */
  readonly dropped: number | null
  readonly logs: readonly PrunableLog[]
}

async function pruned(pruning: NodePruning, flags: PruneFlags, epochs: readonly number[] | undefined): Promise<Pruned> {
  const { withdrawn = false, force = false, dryRun = false, drop = false } = flags
  const isAsked = epochs !== undefined || withdrawn
  const report = isAsked ? await pruning.prune({ ...(epochs === undefined ? {} : { epochs }), withdrawn, force, dryRun }) : null
  const dropped = drop && !dryRun ? await pruning.drop() : null
  return { report, dropped, logs: await pruning.list() }
}

function epochFrom(text: string): number {
  const epoch = Number(text)
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(epoch)) return epoch
  throw new TracordError('BAD_INPUT', `--epoch takes the number of an epoch, as tracord inspect shows it, not "${text}"`)
}
