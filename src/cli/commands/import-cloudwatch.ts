/** `mangru import cloudwatch`: takes over what an AWS account has configured, from the account itself or from files of the aws CLI. */
import { command } from '../command.ts'
import { importOptions } from '../migrate/options.ts'

export const importCloudWatchCommand = command({
  name: 'import cloudwatch',
  usage: '[FILE|FOLDER…]',
  en: 'take over alarms, metric filters, dashboards, retention and saved queries from an AWS account, or from files of the aws CLI',
  ko: 'AWS 계정 또는 aws CLI의 파일에서 경보, 지표 필터, 대시보드, 보존 기간, 저장된 쿼리를 가져옴',
  options: importOptions,
  // The languages that bodies and queries are checked by are loaded when they are needed.
  run: async call => (await import('../migrate/index.ts')).importCloudWatch(call),
})
