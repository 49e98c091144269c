/** The other end of the control socket: the same `KeyOffice`, answered by the server that holds the folder. */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { err, type Result } from '../../model/index.ts'
import type { KeyOffice, KeyTrouble } from './key-office.ts'
import type { ControlRequest } from './serve.ts'
import { reachable } from './serve.ts'

/** Every call answers `no-answer` when no server holds `dataDir`. */
export function askControl(dataDir: string): KeyOffice {
  const ask = <T>(request: ControlRequest) => roundTrip<T>(dataDir, request)
  return {
    create: wish => ask({ do: 'create', ...wish }),
    list: () => ask({ do: 'list' }),
    revoke: accessKeyId => ask({ do: 'revoke', accessKeyId }),
  }
}

async function roundTrip<T>(dataDir: string, request: ControlRequest): Promise<Result<T, KeyTrouble>> {
  if (!existsSync(dataDir)) return err({ code: 'no-answer', message: `There is no folder ${dataDir}.` })
  const path = reachable(dataDir)
  const socket = connect(path.file)
  try {
    await once(socket, 'connect')
    socket.write(`${JSON.stringify(request)}\n`)
    return JSON.parse(await text(socket)) as Result<T, KeyTrouble>
  } catch (error) {
    return err({ code: 'no-answer', message: (error as Error).message })
  } finally {
    socket.destroy()
    path.release()
  }
}
