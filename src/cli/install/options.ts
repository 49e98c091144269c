/** What `mangru install` and `uninstall` can be told. */
import { z } from 'zod'
import { anyWord, optionMeta, switchedBy, wordOf } from '../option.ts'

const place = {
  kubeconfig: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'FILE',
      en: 'where the cluster is told of',
      ko: '클러스터를 적은 파일',
      fallback: { en: 'KUBECONFIG, else ~/.kube/config', ko: 'KUBECONFIG, 없으면 ~/.kube/config' },
    }),
  context: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'NAME',
      en: 'the context within --kubeconfig',
      ko: '--kubeconfig 안의 컨텍스트',
      fallback: { en: 'the one that the file calls current', ko: '파일의 현재 컨텍스트' },
    }),
  namespace: wordOf('not-a-namespace', word => (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(word) ? word : undefined))
    .prefault('mangru')
    .register(optionMeta, { value: 'NAME', short: 'n', en: 'the namespace', ko: '네임스페이스' }),
  dryRun: switchedBy().prefault('false').register(optionMeta, {
    en: 'let the server check all of it, and change nothing',
    ko: '서버가 모두 확인만 하고 아무것도 바꾸지 않음',
  }),
  json: switchedBy().prefault('false').register(optionMeta, { en: 'the plan as JSON', ko: '계획을 JSON으로' }),
}

export const installOptions = z.object({
  ...place,
  values: anyWord().optional().register(optionMeta, {
    value: 'FILE',
    en: 'values of the Helm chart, which this command takes too (docs/install.md lists them)',
    ko: 'Helm 차트의 값. 이 명령도 같은 값을 받음 (docs/install.ko.md에 목록)',
  }),
  image: anyWord().optional().register(optionMeta, {
    value: 'NAME:TAG',
    en: 'the image; goes before what --values says',
    ko: '이미지. --values보다 앞섬',
  }),
  clusterName: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'NAME',
      en: 'what the cluster is called on every signal; goes before what --values says',
      ko: '모든 신호에 붙는 클러스터 이름. --values보다 앞섬',
      fallback: { en: "the kubeconfig's word for it", ko: 'kubeconfig에 적힌 이름' },
    }),
  print: switchedBy().prefault('false').register(optionMeta, {
    en: 'only print the objects as YAML, with new secrets; no cluster is asked',
    ko: '객체를 YAML로 찍기만 함 (새 비밀 값 포함). 클러스터에 묻지 않음',
  }),
  force: switchedBy().prefault('false').register(optionMeta, {
    en: 'take over what somebody else has set on these objects',
    ko: '다른 관리자가 정한 값을 넘겨받음',
  }),
})

export const uninstallOptions = z.object({
  ...place,
  keepData: switchedBy().prefault('false').register(optionMeta, {
    en: 'keep the volume with what is stored in it',
    ko: '볼륨과 그 안에 저장된 것을 남김',
  }),
})

export type InstallOptions = z.output<typeof installOptions>
export type UninstallOptions = z.output<typeof uninstallOptions>
