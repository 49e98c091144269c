/** `mangru control-plane-logs`: how audit and the other logs of a control plane are switched on, and the files for it. */
import { z } from 'zod'
import { command, fine, misused } from '../command.ts'
import { eksCommand, explanationIn, kubeadmFile, policyFile, webhookFile } from '../control-plane-logs/index.ts'
import { anyWord, optionMeta, wordOf } from '../option.ts'

const options = z.object({
  cluster: anyWord().prefault('CLUSTER').register(optionMeta, {
    value: 'NAME',
    en: 'the name of the cluster',
    ko: '클러스터 이름',
  }),
  server: wordOf('not-a-url', word => (/^https?:\/\/[^\s/?#@]+\/?$/.test(word) ? word.replace(/\/$/, '') : undefined))
    .prefault('https://MANGRU:7443')
    .register(optionMeta, {
      value: 'https://HOST:PORT',
      en: 'where the API server reaches Mangru (--tls-listen)',
      ko: 'API 서버가 망루에 닿는 주소 (--tls-listen)',
    }),
})

const files = {
  policy: policyFile,
  webhook: webhookFile,
  kubeadm: kubeadmFile,
  eks: (place: Parameters<typeof eksCommand>[0]) => `${eksCommand(place)}\n`,
}

export const controlPlaneLogsCommand = command({
  name: 'control-plane-logs',
  usage: '[policy | webhook | kubeadm | eks]',
  en: 'say how the logs of a control plane come here, or print one of the files for it',
  ko: '컨트롤 플레인의 로그를 받는 방법을 말하거나, 그에 쓰는 파일 하나를 출력',
  options,
  async run({ values, words, language, terminal }) {
    const [word, extra] = words
    if (extra !== undefined) return misused(say => say['unexpected-word'](extra))
    if (word === undefined) await terminal.out(explanationIn(language, values))
    else if (Object.hasOwn(files, word)) await terminal.out(files[word as keyof typeof files](values))
    else return misused(say => say['not-a-choice'](word, Object.keys(files).join(', ')))
    return fine
  },
})
