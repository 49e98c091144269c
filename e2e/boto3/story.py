"""What a Python program does with CloudWatch Logs, told by boto3; prints one JSON object of what it saw."""

import json
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

logs = boto3.client(
    "logs",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="AKIAANY",
    aws_secret_access_key="any",
    aws_session_token="a-session",
    config=Config(retries={"max_attempts": 1}),
)
now = int(time.time() * 1000)
group, stream = "/boto3/app", "pod/web-0"
seen = {}


def refused(call, **arguments):
    try:
        call(**arguments)
        return None
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]


seen["missing"] = refused(logs.get_log_events, logGroupName=group, logStreamName=stream)
logs.create_log_group(logGroupName=group, tags={"team": "shop"})
logs.create_log_stream(logGroupName=group, logStreamName=stream)
put = logs.put_log_events(
    logGroupName=group,
    logStreamName=stream,
    logEvents=[{"timestamp": now + at, "message": f"line {at:04d} {'ERROR' if at % 100 == 0 else 'ok'} \u2713"} for at in range(2500)],
)
seen["token"] = len(put["nextSequenceToken"]) > 0
seen["requestId"] = len(put["ResponseMetadata"]["RequestId"])
page = logs.put_log_events(
    logGroupName=group,
    logStreamName=stream,
    logEvents=[{"timestamp": now - 15 * 86_400_000, "message": "too old"}],
)
seen["rejected"] = page.get("rejectedLogEventsInfo")
seen["unordered"] = refused(
    logs.put_log_events,
    logGroupName=group,
    logStreamName=stream,
    logEvents=[{"timestamp": now, "message": "b"}, {"timestamp": now - 1, "message": "a"}],
)

paginator = logs.get_paginator("filter_log_events")
found = [
    event
    for page in paginator.paginate(logGroupName=group, PaginationConfig={"PageSize": 700})
    for event in page["events"]
]
seen["paged"] = len(found)
seen["unique"] = len({event["eventId"] for event in found})
seen["ordered"] = [event["eventId"] for event in found] == sorted(event["eventId"] for event in found)
seen["errors"] = sum(len(page["events"]) for page in paginator.paginate(logGroupName=group, filterPattern="ERROR"))

# Back from the newest, as a person scrolls up.
backwards, token = [], None
while True:
    page = logs.get_log_events(logGroupName=group, logStreamName=stream, limit=1000, **({"nextToken": token} if token else {}))
    backwards = [event["message"] for event in page["events"]] + backwards
    if page["nextBackwardToken"] == token or not page["events"]:
        break
    token = page["nextBackwardToken"]
seen["backwards"] = backwards == [event["message"] for event in found]

streams = logs.describe_log_streams(logGroupName=group, orderBy="LastEventTime", descending=True)["logStreams"]
seen["stream"] = [streams[0]["logStreamName"], streams[0]["lastEventTimestamp"] - now]
seen["tags"] = logs.list_tags_log_group(logGroupName=group)["tags"]
seen["validation"] = refused(logs.describe_log_groups, limit=51)
logs.delete_log_group(logGroupName=group)
seen["groups"] = logs.describe_log_groups(logGroupNamePrefix="/boto3")["logGroups"]
print(json.dumps(seen))
