/** `tracord inspect`: what a node's folder holds, whether or not the node is running. */
import type { Command } from 'commander'
import { command, type CliContext, type JsonOption } from './command.ts'
import { readFolders } from './folder.ts'
import { readSnapshots } from '../node/recovery/snapshot-files.ts'
import { nodeFoldersIn } from './contents.ts'
import { recoveryLines } from './screen/recovery.ts'
import type { Terminal } from './terminal.ts'
import { folderLines } from './screen/folder.ts'

interface InspectFlags extends JsonOption {
  readonly recovery?: boolean
}

/** Builds the command. */
export function inspectCommand({ terminal }: CliContext): Command {
  return command('inspect', "What a node's folder holds: logs, entries, authors, frames and conflicts.", 'inspect ./data')
    .argument('<dir>', "a node's folder, or a server's")
    .option('--recovery', 'what the newest snapshot knows: the accepted view and reasoning under way, when the journal cannot be read')
    .option('--json', 'JSON instead of a screen')
    .action(async (dir: string, options: InspectFlags) => {
      if (options.recovery === true) return showRecovery(dir, options, terminal)
      const folders = await readFolders(dir)
      if (options.json === true) terminal.out(JSON.stringify({ dir, folders }))
      else terminal.out(folders.map((report) => folderLines(report, terminal.paint).join('\n')).join('\n\n'))
    })
}

async function showRecovery(dir: string, { json }: JsonOption, terminal: Terminal): Promise<void> {
  const folders = []
  for (const folder of await nodeFoldersIn(dir)) folders.push({ dir: folder, ...(await readSnapshots(folder)) })
  if (json === true) terminal.out(JSON.stringify({ dir, folders }))
  else terminal.out(folders.map((held) => recoveryLines(held, terminal.paint).join('\n')).join('\n\n'))
}
