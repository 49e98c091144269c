/** The one list of commands; a new command is its file and a line here. */
import type { Command } from '../command.ts'
import { alarmsCommands } from './alarms.ts'
import { controlPlaneLogsCommand } from './control-plane-logs.ts'
import { dashboardsCommands } from './dashboards.ts'
import { decideCommand } from './decide.ts'
import { helpCommand } from './help.ts'
import { importCloudWatchCommand } from './import-cloudwatch.ts'
import { installCommands } from './install.ts'
import { keysCommand } from './keys.ts'
import { logsCommand } from './logs.ts'
import { logsExportCommand } from './logs-export.ts'
import { logsImportCommand } from './logs-import.ts'
import { metricsCommands } from './metrics.ts'
import { queryCommand } from './query.ts'
import { upCommand } from './up.ts'
import { versionCommand } from './version.ts'

export const commands: readonly Command[] = [
  // The server is loaded when it is asked for: `mangru version` need not wait for it.
  upCommand(async () => (await import('../../server/index.ts')).startMangru),
  keysCommand,
  logsCommand,
  logsExportCommand,
  logsImportCommand,
  controlPlaneLogsCommand,
  queryCommand,
  ...metricsCommands,
  ...alarmsCommands,
  ...dashboardsCommands,
  importCloudWatchCommand,
  ...installCommands,
  decideCommand(() => import('../decide/index.ts')),
  versionCommand,
  helpCommand(() => commands),
]
