/** What `mangru logs` says of pods and their logs, in Korean. */
import type { podsEn } from './pods.en.ts'

const nearIn = (near: string | number | undefined): string => (near ? ` 비슷한 이름: ${near}.` : '')

const elsewhereIn = (namespaces: string | number | undefined): string =>
  namespaces ? ` 다른 네임스페이스에 있습니다: ${namespaces}.` : ''

export const podsKo: { readonly [Key in keyof typeof podsEn]: (...words: Parameters<(typeof podsEn)[Key]>) => string } =
  {
    'not-namespaces': word => `"${word}"은(는) 네임스페이스 목록이 아닙니다 (예: shop,team-*,!team-test)`,
    'not-a-selector': word => `"${word}"은(는) 레이블 선택자가 아닙니다 (예: app=web,tier in (a,b),!canary)`,
    'one-workload': words => `워크로드는 한 번에 하나만 (${words}). 여럿은 레이블로: --selector.`,
    'only-with-pods': (flag, group) => `${flag}은(는) 파드에 쓰는 옵션이고, ${group}은(는) 로그 그룹입니다.`,
    'needs-pods': flag => `${flag}에는 워크로드(deploy/NAME), --selector 또는 --namespace가 필요합니다.`,
    'no-lines-of-pods': pods => `이 시간에 파드 ${pods}개의 줄이 없습니다. --since로 더 앞을 볼 수 있습니다.`,
    'pods-no-cluster': () =>
      '지켜보는 클러스터가 없고, 파드 로그를 보낸 에이전트도 없습니다. --kubeconfig로 시작하거나 Fluent Bit이 보내게 하세요.',
    'pods-no-such-cluster': ({ cluster, known }) =>
      `망루는 클러스터 ${cluster}을(를) 지켜보지 않고, 그 파드의 로그를 보낸 에이전트도 없습니다. 지켜보는 클러스터: ${known}.`,
    'pods-no-such-workload': ({ workload, namespace, near, elsewhere }) =>
      `${namespace === '' ? '' : `${namespace}에 `}${workload}이(가) 없고, 이 시간에도 없었습니다.${elsewhereIn(elsewhere)}${nearIn(near)}`,
    'pods-no-such-pods': ({ labels, near, elsewhere }) =>
      `레이블 ${labels}을(를) 가진 파드가 없고, 이 시간에도 없었습니다.${elsewhereIn(elsewhere)}${nearIn(near)}`,
    'pods-no-such-namespace': ({ namespace, near }) =>
      `네임스페이스 ${namespace}에 파드가 없고, 이 시간에도 없었습니다.${nearIn(near)}`,
    'pods-no-pods-then': () => '이 시간에 망루가 본 파드가 없어, 파드 이름의 모양으로 줄을 찾습니다.',
    'pods-pod-logs-off': () =>
      '저장된 파드 로그가 없습니다. 망루는 따라 읽지 않게 되어 있고(--no-pod-logs), 보낸 에이전트도 없습니다.',
    'pods-nothing-stored': () => '아직 저장된 파드 로그가 없습니다.',
    'pods-pod-logs-trouble': ({ message }) => `파드 로그를 읽을 수 없습니다: ${message}`,
    'pods-pod-logs-in-turns': ({ containers, atOnce }) =>
      `컨테이너 ${containers}개가 로그를 쓰고 한 번에 ${atOnce}개를 따라 읽으므로, 차례로 읽어 줄이 늦게 옵니다. 이 규모부터는 Fluent Bit이 낫습니다.`,
    'pods-left-out-by-namespaces': ({ pods }) =>
      `파드 ${pods}개의 로그는 모으지 않습니다. --pod-logs-namespaces가 그 네임스페이스를 뺐습니다.`,
    'pods-left-out-by-labels': ({ pods }) =>
      `파드 ${pods}개의 로그는 모으지 않습니다. --pod-logs-selector가 그 레이블을 뺐습니다.`,
    'pods-left-out-by-annotations': ({ pods }) =>
      `파드 ${pods}개의 로그는 모으지 않습니다. 파드의 애너테이션이 그렇게 정했습니다.`,
    'pods-logs-of-control-plane': ({ group }) =>
      `컨트롤 플레인의 로그는 ${group}에 있습니다: mangru logs ${group} --stream-prefix kube-`,
    'pods-no-previous': () => '이 컨테이너들은 끝난 적이 없어 앞의 인스턴스가 없습니다.',
  }
