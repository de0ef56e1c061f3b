using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>Makes recorded batches through our client.</summary>
internal static partial class TransactionReplay
{
    /// <summary>The recording's facts in one form: the status of each part, and the one that failed.</summary>
    public static JsonObject Expected(GoldenCase golden)
    {
        if (golden.Status == 413) return [];
        var recorded = golden.Response["facts"]!;
        var known = golden.Azure?["facts"];
        var parts = recorded["operationResponses"]!;
        if (recorded["failedIndex"] is null && known is null)
        {
            return new JsonObject { ["statuses"] = parts is JsonArray each ? new JsonArray([.. each.Select(part => part!["status"]!.DeepClone())]) : parts["statuses"]!.DeepClone() };
        }

        // The index is in the message, and the real service's has none when the batch has one action.
        var single = golden.Request["operations"]!.AsArray() is [JsonObject only] && only["times"] is null;
        return new JsonObject
        {
            ["operationStatus"] = (known?["operationStatus"] ?? parts[0]!["status"])!.DeepClone(),
            ["operationError"] = golden.ErrorCode ?? (string?)parts[0]!["errorCode"],
            ["failedIndex"] = single ? null : (known?["failedIndex"] ?? recorded["failedIndex"])?.DeepClone(),
        };
    }

    public static async Task<Observation> ObserveAsync(OpenData data, GoldenCase golden, Placeholders placeholders)
    {
        var operations = golden.Request["operations"]!.AsArray().SelectMany(operation => Repeated((JsonObject)operation!)).ToList();
        var actions = operations.Select(operation => Action(operation, placeholders));
        try
        {
            var response = await data.Table(Path().Match((string)operations[0]["path"]!).Groups["table"].Value).SubmitTransactionAsync(actions);
            var statuses = response.Value.Select(part => part.Status);
            var recorded = golden.Response["facts"]!["operationResponses"] as JsonArray;
            for (var i = 0; i < recorded?.Count; i++) placeholders.Bind((string?)recorded[i]!["etag"], response.Value[i].Headers.ETag?.ToString());
            return new(response.GetRawResponse().Status, Facts: new JsonObject { ["statuses"] = new JsonArray([.. (recorded is null ? statuses.Distinct() : statuses).Select(status => (JsonNode)status)]) });
        }
        catch (TableTransactionFailedException failure)
        {
            return new(202, golden.ErrorCode is null ? null : failure.ErrorCode, new JsonObject { ["operationStatus"] = failure.Status, ["operationError"] = failure.ErrorCode, ["failedIndex"] = failure.FailedTransactionActionIndex });
        }
    }

    private static TableTransactionAction Action(JsonObject operation, Placeholders placeholders)
    {
        var match = Path().Match((string)operation["path"]!);
        var ifMatch = (string?)operation["ifMatch"] is { } etag ? new ETag(placeholders.Resolve(etag)) : default;
        var entity = operation["entity"] is JsonObject json ? EntityJson.ToEntity(json) : new TableEntity(match.Groups["pk"].Value, match.Groups["rk"].Value);
        var kind = ((string)operation["method"]!, ifMatch == default) switch
        {
            ("POST", _) => TableTransactionActionType.Add,
            ("DELETE", _) => TableTransactionActionType.Delete,
            ("PUT", true) => TableTransactionActionType.UpsertReplace,
            ("PUT", false) => TableTransactionActionType.UpdateReplace,
            (_, true) => TableTransactionActionType.UpsertMerge,
            (_, false) => TableTransactionActionType.UpdateMerge,
        };
        return new TableTransactionAction(kind, entity, ifMatch);
    }

    // "times": 100 with a RowKey of "a000..a099" are a hundred rows; "30000 'x'" is a text of that length.
    private static IEnumerable<JsonObject> Repeated(JsonObject operation)
    {
        if (operation["times"] is null) return [operation];
        return Enumerable.Range(0, (int)operation["times"]!).Select(i =>
        {
            var one = (JsonObject)operation.DeepClone();
            foreach (var (name, value) in operation["entity"]!.AsObject())
            {
                one["entity"]![name] = (string)value! switch
                {
                    var key when name == "RowKey" => $"{key[0]}{i:D3}",
                    var text when text.EndsWith("'x'", StringComparison.Ordinal) => new string('x', int.Parse(text.Split(' ')[0])),
                    var text => text,
                };
            }

            return one;
        });
    }

    [GeneratedRegex(@"^/(?<table>\w+)(\(PartitionKey='(?<pk>.*)',RowKey='(?<rk>.*)'\))?$")]
    private static partial Regex Path();
}
