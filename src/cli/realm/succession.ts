/** `tracord realm successor` and `succeed`: a realm outlives its founder's key by a word signed beforehand. */
import type { Command } from 'commander'
import type { SuccessorWord } from '../../node/realm/realm.ts'
import { command, type CliContext, type JsonOption } from '../command.ts'
import { jsonIn, keyOf, withNode } from './open.ts'

/** Builds `successor`. */
export function successorCommand({ terminal }: CliContext): Command {
  return command(
    'successor',
    'Sign that a key comes after the founder. Prints the word, and writes nothing: keep it apart from both keys.',
    'realm successor ./root KEY > word.json',
  )
    .argument('<dir>', "the founder's folder")
    .argument('<who>', 'the key, or the name of a member')
    .option('--json', 'as without: the word is JSON')
    .action(async (dir: string, who: string) => {
      const word = await withNode(dir, (node) => node.realm.successor(keyOf(node, who)))
      terminal.out(JSON.stringify(word))
    })
}

/** Builds `succeed`. */
export function succeedCommand({ terminal }: CliContext): Command {
  return command(
    'succeed',
    'Take the founder’s place by its word; then the founder can be removed like anybody.',
    'realm succeed ./heir word.json',
  )
    .argument('<dir>', 'the folder whose key the word names')
    .argument('<word>', 'the file that `realm successor` printed')
    .option('--json', 'JSON instead of words')
    .action(async (dir: string, file: string, options: JsonOption) => {
      const word = (await jsonIn(file, 'the word')) as SuccessorWord
      const { entry } = await withNode(dir, ({ realm }) => realm.succeed(word))
      terminal.out(options.json === true ? JSON.stringify({ dir, entry }) : 'this node has the founder’s place now')
    })
}
