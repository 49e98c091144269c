/** Words of logs chosen by pods, in Korean. */
import type { podLogsEn } from './pods.en.ts'

export const podLogsKo: typeof podLogsEn = {
  choose: '워크로드나 파드…',
  chosen: title => `${title}의 로그`,
  lead: '삭제된 파드까지 모든 파드의 줄을 한 흐름으로 봅니다.',
  workload: '워크로드나 파드',
  workloadHint: '예: deploy/backend-app, pod/db-0',
  namespace: '네임스페이스',
  labels: '레이블',
  labelsHint: '예: app=web,tier in (a,b)',
  containers: '컨테이너',
  previous: '마지막 재시작 전의 인스턴스',
  previousChip: '마지막 재시작 전',
  show: '로그 보기',
  faults: {
    workload: '종류와 이름을 씁니다. 예: deploy/web, pod/db-0',
    labels: '레이블이 아닙니다. 예: app=web, tier in (a,b)',
    nothing: '워크로드, 레이블, 네임스페이스 중 하나가 필요합니다.',
  },
  pods: (_count, shown) => `파드 ${shown}개`,
  gone: shown => `그중 ${shown}개는 삭제됨`,
  said: {
    'no-cluster': '지켜보는 클러스터가 없고, 파드 로그를 보낸 에이전트도 없습니다.',
    'no-such-cluster':
      '망루는 클러스터 {cluster}을(를) 지켜보지 않고, 그 파드의 로그를 보낸 에이전트도 없습니다. 지켜보는 클러스터: {known}.',
    'no-such-workload':
      '[{namespace}에 ]{workload}이(가) 없고, 이 시간에도 없었습니다.[ 다른 네임스페이스에 있습니다: {elsewhere}.][ 비슷한 이름: {near}.]',
    'no-such-pods':
      '레이블 {labels}을(를) 가진 파드가 없고, 이 시간에도 없었습니다.[ 다른 네임스페이스에 있습니다: {elsewhere}.][ 비슷한 이름: {near}.]',
    'no-such-namespace': '네임스페이스 {namespace}에 파드가 없고, 이 시간에도 없었습니다.[ 비슷한 이름: {near}.]',
    'no-pods-then': '이 시간에 망루가 본 파드가 없어, 파드 이름의 모양으로 줄을 찾습니다.',
    'pod-logs-off':
      '저장된 파드 로그가 없습니다. 망루는 따라 읽지 않게 되어 있고(--no-pod-logs), 보낸 에이전트도 없습니다.',
    'nothing-stored': '아직 저장된 파드 로그가 없습니다.',
    'no-pod-logs': '아직 저장된 파드 로그가 없습니다.',
    'pod-logs-trouble': '파드 로그를 읽을 수 없습니다: {message}',
    'pod-logs-in-turns':
      '컨테이너 {containers}개가 로그를 쓰고 한 번에 {atOnce}개를 따라 읽으므로, 차례로 읽어 줄이 늦게 옵니다. 이 규모부터는 Fluent Bit이 낫습니다.',
    'left-out-by-namespaces':
      '파드 {pods}개의 로그는 모으지 않습니다. 그 네임스페이스를 뺐습니다(--pod-logs-namespaces).',
    'left-out-by-labels': '파드 {pods}개의 로그는 모으지 않습니다. 그 레이블을 뺐습니다(--pod-logs-selector).',
    'left-out-by-annotations': '파드 {pods}개의 로그는 모으지 않습니다. 파드의 애너테이션이 그렇게 정했습니다.',
    'logs-of-control-plane': '컨트롤 플레인의 로그는 그룹 {group}에 있습니다.',
    'no-previous': '이 컨테이너들은 끝난 적이 없어 앞의 인스턴스가 없습니다.',
  },
}
