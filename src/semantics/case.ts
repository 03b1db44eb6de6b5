/** Case files: reading `case/1` and judging it to `judgement/1`; the entry for commands, tests and exports. */
export type { Case } from './case/case.ts'
export { engineOfCase, judgeCase, type JudgementOut } from './case/judge.ts'
export { readCase } from './case/read.ts'
export { readTraceLine } from './case/trace-line.ts'
export { writeCase } from './case/write.ts'
