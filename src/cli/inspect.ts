/** `tracord inspect`: what a node's folder holds, whether or not the node is running. */
import type { Command } from 'commander'
import { command, type CliContext, type JsonOption } from './command.ts'
import { readFolders } from './folder.ts'
import { folderLines } from './screen/folder.ts'

/** Builds the command. */
export function inspectCommand({ terminal }: CliContext): Command {
  return command('inspect', "What a node's folder holds: logs, entries, authors, frames and conflicts.", 'inspect ./data')
    .argument('<dir>', "a node's folder, or a server's")
    .option('--json', 'JSON instead of a screen')
    .action(async (dir: string, options: JsonOption) => {
      const folders = await readFolders(dir)
      if (options.json === true) terminal.out(JSON.stringify({ dir, folders }))
      else terminal.out(folders.map((report) => folderLines(report, terminal.paint).join('\n')).join('\n\n'))
    })
}
