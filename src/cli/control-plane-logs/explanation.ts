/** `mangru control-plane-logs`: how a control plane's logs come here, step by step, in both languages. Pure. */
import { controlPlaneGroup, nameForGroups } from '../../model/kubernetes/index.ts'
import type { Language } from '../../server/config.ts'
import { apiServerFlags, type ControlPlaneLogsPlace, eksCommand } from './files.ts'

export function explanationIn(language: Language, place: ControlPlaneLogsPlace): string {
  const group = controlPlaneGroup(nameForGroups(place.cluster))
  const told = { flags: apiServerFlags.map(([name, value]) => `     --${name}=${value}`).join('\n'), group }
  const { cluster, server } = place
  const own = `mangru control-plane-logs --cluster ${cluster} --server ${server}`
  return language === 'ko'
    ? korean({ ...told, own, eks: eksCommand(place) })
    : english({ ...told, own, eks: eksCommand(place) })
}

interface Told {
  readonly flags: string
  readonly group: string
  readonly own: string
  readonly eks: string
}

const english = ({
  flags,
  group,
  own,
  eks,
}: Told): string => `The logs of a control plane stand in ${group}, in the streams that EKS gives them:
kube-apiserver-…, kube-apiserver-audit-…, authenticator-…, kube-controller-manager-…, kube-scheduler-…

A control plane in pods (kubeadm, kOps, RKE2 and the like)
  Everything but audit comes by itself: the logs of its pods in kube-system are followed and put there.
  Audit is sent by the API server. On each machine of the control plane:
  1. A key for it, once:              mangru keys create --role writer
  2. The policy:                      ${own} policy  > /etc/kubernetes/audit/policy.yaml
  3. Where to, with TOKEN filled in:  ${own} webhook > /etc/kubernetes/audit/mangru.kubeconfig
     Beside it mangru-ca.crt: the authority of Mangru's certificate, whose file Mangru names when it starts.
  4. Flags of kube-apiserver, and the folder mounted into its pod (kubeadm: ${own} kubeadm):
${flags}
  What cannot be taken at once is sent again by the API server, and stored once.

An audit file on the machine where Mangru runs
  mangru up --audit-log CLUSTER=/var/log/kubernetes/audit.log
  It is followed over rotation, and from where it was left after a restart.

EKS
  EKS writes to CloudWatch Logs of your account, once this is on:
  ${eks}
  To have it here as well, let a subscription of that group call PutLogEvents of this Mangru with the same group and streams.
`

const korean = ({
  flags,
  group,
  own,
  eks,
}: Told): string => `컨트롤 플레인의 로그는 ${group}에, EKS와 같은 스트림 이름으로 있습니다:
kube-apiserver-…, kube-apiserver-audit-…, authenticator-…, kube-controller-manager-…, kube-scheduler-…

파드로 도는 컨트롤 플레인 (kubeadm, kOps, RKE2 등)
  감사 로그 말고는 저절로 옵니다. kube-system에 있는 그 파드들의 로그를 따라 읽어 거기에 둡니다.
  감사 로그는 API 서버가 보냅니다. 컨트롤 플레인의 컴퓨터마다:
  1. 한 번, 보낼 키를 만들고:         mangru keys create --role writer
  2. 정책을 두고:                     ${own} policy  > /etc/kubernetes/audit/policy.yaml
  3. 보낼 곳을 두고 TOKEN을 채웁니다: ${own} webhook > /etc/kubernetes/audit/mangru.kubeconfig
     그 옆에 mangru-ca.crt: 망루 인증서의 인증 기관. 망루가 시작할 때 그 파일을 알려 줍니다.
  4. kube-apiserver의 플래그. 폴더는 그 파드에 마운트합니다 (kubeadm: ${own} kubeadm):
${flags}
  바로 받을 수 없는 것은 API 서버가 다시 보내고, 한 번만 저장됩니다.

망루가 도는 컴퓨터에 있는 감사 로그 파일
  mangru up --audit-log CLUSTER=/var/log/kubernetes/audit.log
  로테이션을 넘어 따라 읽고, 다시 시작하면 멈춘 곳부터 이어 읽습니다.

EKS
  이것을 켜면 EKS가 여러분 계정의 CloudWatch Logs에 씁니다:
  ${eks}
  여기에도 두려면 그 그룹의 구독이 이 망루의 PutLogEvents를 같은 그룹과 스트림으로 부르게 합니다.
`
