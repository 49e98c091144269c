/** The list of preset boards. Their names hold a colon, which no dashboard of a user's can. */
import type { Json, PresetOptions, Words } from './board.ts'
import { clusterBoard, namespaceBoard, nodeBoard, podBoard, serviceBoard } from './container-insights.ts'
import { containerBoard } from './containers.ts'
import { controlPlaneBoard } from './control-plane.ts'
import { errorsBoard, logVolumeBoard } from './logs.ts'
import { selfBoard } from './self.ts'

export type { PresetOptions } from './board.ts'

export interface Preset {
  /** `preset:cluster` */
  readonly name: string
  readonly title: Words
  readonly build: (options: PresetOptions) => Json
}

const containers = (of: Words): Words => ({ en: `Container Insights: ${of.en}`, ko: `Container Insights: ${of.ko}` })

export const presets: readonly Preset[] = [
  { name: 'preset:cluster', title: containers({ en: 'cluster', ko: '클러스터' }), build: clusterBoard },
  { name: 'preset:nodes', title: containers({ en: 'nodes', ko: '노드' }), build: nodeBoard },
  { name: 'preset:namespaces', title: containers({ en: 'namespaces', ko: '네임스페이스' }), build: namespaceBoard },
  { name: 'preset:services', title: containers({ en: 'services', ko: '서비스' }), build: serviceBoard },
  { name: 'preset:pods', title: containers({ en: 'pods', ko: '파드' }), build: podBoard },
  {
    name: 'preset:containers',
    title: containers({ en: 'containers', ko: '컨테이너' }),
    build: containerBoard,
  },
  {
    name: 'preset:control-plane',
    title: containers({ en: 'control plane', ko: '컨트롤 플레인' }),
    build: controlPlaneBoard,
  },
  { name: 'preset:logs', title: { en: 'Log volume and cost', ko: '로그 양과 요금' }, build: logVolumeBoard },
  { name: 'preset:errors', title: { en: 'Errors by application', ko: '애플리케이션별 오류' }, build: errorsBoard },
  { name: 'preset:mangru', title: { en: 'Mangru itself', ko: 'Mangru 자신' }, build: selfBoard },
]

/** The body as text; null: there is no such board. */
export function presetBody(name: string, options: PresetOptions): string | null {
  const preset = presets.find(one => one.name === name)
  return preset === undefined ? null : JSON.stringify(preset.build(options), null, 2)
}
