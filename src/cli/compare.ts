/** `tracord compare`: do two nodes hold the same entries and judge them alike? */
import type { Command } from 'commander'
import { command, type CliContext, type JsonOption } from './command.ts'
import { compareListings } from './comparison.ts'
import { fetchListing } from './listing.ts'
import { comparisonLines } from './screen/comparison.ts'

/** Builds the command. */
export function compareCommand(context: CliContext): Command {
  return command(
    'compare',
    'State and verdict hashes of two servers side by side; exit 1 when they differ.',
    'compare ws://10.0.0.7:4040 ws://10.0.0.8:4040',
  )
    .argument('<left>', 'address of one server')
    .argument('<right>', 'address of the other')
    .option('--json', 'JSON instead of a screen')
    .action((left: string, right: string, options: JsonOption) => compare(left, right, options, context))
}

async function compare(left: string, right: string, options: JsonOption, { terminal, exit }: CliContext): Promise<void> {
  const [leftListing, rightListing] = await Promise.all([fetchListing(left, terminal.stop), fetchListing(right, terminal.stop)])
  const comparison = compareListings(leftListing, rightListing)
  terminal.out(options.json === true ? JSON.stringify(comparison) : comparisonLines(comparison, terminal.paint).join('\n'))
  if (!comparison.equal) exit(1)
}
