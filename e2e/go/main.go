// What a Go program does with CloudWatch's metrics, told by the AWS SDK for Go v2, which speaks RPC v2 CBOR. Prints one JSON object.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/smithy-go"
)

// Notes how each request looks on the wire.
type watching struct{ seen map[string]bool }

func (w watching) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Body != nil {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		request.Body = io.NopCloser(bytes.NewReader(body))
	}
	path := request.URL.Path
	if strings.HasPrefix(path, "/service/") {
		path = "/service/"
	}
	w.seen[path+" "+request.Header.Get("Smithy-Protocol")+" "+request.Header.Get("Content-Encoding")] = true
	return http.DefaultTransport.RoundTrip(request)
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	ctx := context.Background()
	seen := map[string]bool{}
	client := cloudwatch.New(cloudwatch.Options{
		Region:       "eu-central-1",
		BaseEndpoint: aws.String(os.Args[1]),
		Credentials:  credentials.NewStaticCredentialsProvider(os.Args[2], os.Args[3], ""),
		HTTPClient:   &http.Client{Transport: watching{seen}},
	})
	start := time.Now().Truncate(time.Minute).Add(-10 * time.Minute)
	dimensions := []types.Dimension{{Name: aws.String("Service"), Value: aws.String("pay 한글")}}
	_, err := client.PutMetricData(ctx, &cloudwatch.PutMetricDataInput{
		Namespace: aws.String("Go"),
		MetricData: []types.MetricDatum{
			{MetricName: aws.String("Latency"), Dimensions: dimensions, Timestamp: aws.Time(start.Add(500 * time.Millisecond)), Value: aws.Float64(5.5), Unit: types.StandardUnitSeconds},
			{MetricName: aws.String("Latency"), Dimensions: dimensions, Timestamp: aws.Time(start), Values: []float64{1, 2, 10}, Counts: []float64{1, 2, 1}, Unit: types.StandardUnitSeconds},
			{MetricName: aws.String("Size"), Timestamp: aws.Time(start), StatisticValues: &types.StatisticSet{SampleCount: aws.Float64(4), Sum: aws.Float64(10), Minimum: aws.Float64(1), Maximum: aws.Float64(4)}},
		},
	})
	must(err)
	many := make([]types.MetricDatum, 800)
	for n := range many {
		many[n] = types.MetricDatum{MetricName: aws.String(fmt.Sprintf("Bulk%d", n)), Timestamp: aws.Time(start), Value: aws.Float64(float64(n))}
	}
	_, err = client.PutMetricData(ctx, &cloudwatch.PutMetricDataInput{Namespace: aws.String("Go"), MetricData: many})
	must(err)

	listed := []int{}
	pages := cloudwatch.NewListMetricsPaginator(client, &cloudwatch.ListMetricsInput{Namespace: aws.String("Go")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		must(err)
		listed = append(listed, len(page.Metrics))
	}
	statistics, err := client.GetMetricStatistics(ctx, &cloudwatch.GetMetricStatisticsInput{
		Namespace: aws.String("Go"), MetricName: aws.String("Latency"), Dimensions: dimensions,
		StartTime: aws.Time(start), EndTime: aws.Time(start.Add(5 * time.Minute)), Period: aws.Int32(60),
		Statistics: []types.Statistic{types.StatisticSum, types.StatisticSampleCount}, ExtendedStatistics: []string{"p50"},
	})
	must(err)
	point := statistics.Datapoints[0]
	data, err := client.GetMetricData(ctx, &cloudwatch.GetMetricDataInput{
		StartTime: aws.Time(start), EndTime: aws.Time(start.Add(5 * time.Minute)),
		MetricDataQueries: []types.MetricDataQuery{
			{Id: aws.String("m1"), Label: aws.String("${PROP('Dim.Service')}"), MetricStat: &types.MetricStat{
				Metric: &types.Metric{Namespace: aws.String("Go"), MetricName: aws.String("Latency"), Dimensions: dimensions},
				Period: aws.Int32(60), Stat: aws.String("p90")}},
			// As Grafana asks.
			{Id: aws.String("s1"), Expression: aws.String(`REMOVE_EMPTY(SEARCH('{Go,Service} MetricName="Latency"', 'Average', 60))`)},
			{Id: aws.String("q1"), Expression: aws.String(`SELECT MAX(Size) FROM "Go"`), Period: aws.Int32(60)},
		},
	})
	must(err)
	results := []any{}
	for _, result := range data.MetricDataResults {
		results = append(results, []any{*result.Id, *result.Label, result.Values, result.Timestamps[0].Equal(start), result.StatusCode})
	}
	refused := func(datum types.MetricDatum) any {
		datum.MetricName = aws.String("Latency")
		_, err := client.PutMetricData(ctx, &cloudwatch.PutMetricDataInput{Namespace: aws.String("Go"), MetricData: []types.MetricDatum{datum}})
		var api smithy.APIError
		if errors.As(err, &api) {
			return []string{api.ErrorCode(), api.ErrorMessage()}
		}
		return fmt.Sprint(err)
	}
	wire := []string{}
	for look := range seen {
		wire = append(wire, look)
	}
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"listed":     listed,
		"statistics": []any{*point.Sum, *point.SampleCount, point.Unit, point.ExtendedStatistics, point.Timestamp.Equal(start)},
		"data":       results,
		"refused": []any{
			refused(types.MetricDatum{Value: aws.Float64(1), Values: []float64{1}}),
			refused(types.MetricDatum{Values: []float64{1}, Counts: []float64{1, 2}}),
			refused(types.MetricDatum{}),
		},
		"wire": wire,
	}))
}
