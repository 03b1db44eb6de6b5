/** The cable of the atlas: plugged, pulled and put back. */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { layCable } from '../../src/cli/stage/cable.ts'

test('[CLI12] a pulled cable ends connections, swallows new ones, and lets them through when it is back', async () => {
  const heard: string[] = []
  const server = createServer((socket) =>
    socket.on('data', (chunk) => {
      heard.push(chunk.toString())
      socket.write(`heard ${chunk.toString()}`)
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cable = await layCable((server.address() as AddressInfo).port)

  const before = await dial(cable.port)
  before.write('one')
  expect(String(await once(before, 'data'))).toBe('heard one')

  cable.cut()
  await once(before, 'close')
  const during = await dial(cable.port)
  during.write('two')
  expect(heard).toEqual(['one'])

  cable.heal()
  expect(String(await once(during, 'data'))).toBe('heard two')
  expect(heard).toEqual(['one', 'two'])
  during.destroy()
  cable.close()
  server.close()
})

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}
