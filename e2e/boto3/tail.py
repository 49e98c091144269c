"""A live tail by boto3: starts it, puts lines, prints one JSON object of what came."""

import json
import sys
import threading
import time

import boto3
from botocore.config import Config

settings = dict(
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="AKIAANY",
    aws_secret_access_key="any",
)
logs = boto3.client("logs", config=Config(inject_host_prefix=False), **settings)
group, stream = "/boto3/tail", "pod/web-0"
logs.create_log_group(logGroupName=group)
logs.create_log_stream(logGroupName=group, logStreamName=stream)
arn = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["logGroupArn"]


def put():
    for at in range(3):
        time.sleep(0.7)
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": f"ERROR {at} \u2713"}, {"timestamp": now, "message": f"ok {at}"}]
        logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=events)


seen = {"updates": 0, "messages": []}
answer = logs.start_live_tail(logGroupIdentifiers=[arn], logEventFilterPattern="ERROR")
for event in answer["responseStream"]:
    if "sessionStart" in event:
        seen["start"] = event["sessionStart"]["logGroupIdentifiers"] == [arn]
        threading.Thread(target=put, daemon=True).start()
    elif "sessionUpdate" in event:
        seen["updates"] += 1
        for result in event["sessionUpdate"]["sessionResults"]:
            seen["messages"].append(result["message"])
            seen["place"] = [result["logStreamName"], result["logGroupIdentifier"]]
        if len(seen["messages"]) == 3:
            break
answer["responseStream"].close()
print(json.dumps(seen))
