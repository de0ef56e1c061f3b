using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>Makes recorded table requests, in order, through our clients.</summary>
internal sealed partial class TableReplay(OpenData data)
{
    private readonly Placeholders _placeholders = new(number => $"W/\"datetime'2001-01-01T00%3A00%3A00.{number:D7}Z'\"");
    private string? _token;

    public async Task<IEnumerable<string>> DifferencesAsync(GoldenCase golden)
    {
        var observed = await Observation.Of(() => ObserveAsync(golden));
        return observed.Differences(golden, ExpectedFacts(golden), _placeholders.Same);
    }

    private static JsonObject? ExpectedFacts(GoldenCase golden)
    {
        if (golden.Path == "/$batch") return TransactionReplay.Expected(golden);
        var facts = golden.Facts?.DeepClone().AsObject() ?? [];
        foreach (var text in (string[])["message", "note", "names"]) facts.Remove(text);
        if (golden.Method == "GET" && golden.Response["body"] is JsonObject body)
        {
            facts["body"] = new JsonObject(body.Where(property => property.Key is "odata.etag" or "value" || !property.Key.StartsWith("odata.", StringComparison.Ordinal) && property.Key != "Timestamp@odata.type")
                .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone())));
        }

        return facts;
    }

    private Task<Observation> ObserveAsync(GoldenCase golden) => golden.Path switch
    {
        "/$batch" => TransactionReplay.ObserveAsync(data, golden, _placeholders),
        _ when golden.Request["times"] is { } times => new TableRaces(data).ObserveAsync(golden, (int)times),
        _ when TablesPath().Match(golden.Path) is { Success: true } match => TablesAsync(golden, match.Groups["name"], match.Groups["query"].Value),
        _ when EntityPath().Match(golden.Path) is { Success: true } match => EntityAsync(golden, data.Table(match.Groups["table"].Value), Key(match.Groups["pk"]), Key(match.Groups["rk"]), match.Groups["query"].Value),
        _ when QueryPath().Match(golden.Path) is { Success: true } match => QueryAsync(golden, data.Table(match.Groups["table"].Value), match.Groups["query"].Value),
        _ => InsertAsync(golden, data.Table(golden.Path.TrimStart('/'))),
    };

    private async Task<Observation> TablesAsync(GoldenCase golden, Group name, string query)
    {
        var tables = new TableServiceClient(data.ConnectionString);
        if (golden.Method == "POST") return Written(golden, (await tables.CreateTableAsync((string)golden.Request["body"]!["TableName"]!)).GetRawResponse());
        if (golden.Method == "DELETE") return Deleted(await tables.DeleteTableAsync(name.Value));
        var (filter, size, _) = Parse(query);
        await foreach (var page in tables.QueryAsync(filter).AsPages(null, size))
        {
            var rows = page.Values.Select(table => (JsonNode)new JsonObject { ["TableName"] = table.Name });
            return new(200, Facts: new JsonObject { ["body"] = new JsonObject { ["value"] = new JsonArray([.. rows]) } });
        }

        throw new InvalidOperationException("A listing has at least one page.");
    }

    private async Task<Observation> InsertAsync(GoldenCase golden, TableClient table) => Written(golden, await table.AddEntityAsync(Recorded.Entity(golden)));

    private async Task<Observation> EntityAsync(GoldenCase golden, TableClient table, string partitionKey, string rowKey, string query)
    {
        var ifMatch = golden.Header("If-Match") is { } etag ? new ETag(_placeholders.Resolve(etag)) : default;
        if (golden.Method == "DELETE") return Deleted(await table.DeleteEntityAsync(partitionKey, rowKey, ifMatch));
        if (golden.Method == "GET")
        {
            var found = await table.GetEntityAsync<TableEntity>(partitionKey, rowKey, Parse(query).Select);
            if (golden.Header("Accept") is "application/json;odata=nometadata") found.Value.Remove("odata.etag");
            return new(200, Facts: Told(found.Value));
        }

        var entity = Recorded.Entity(golden);
        (entity.PartitionKey, entity.RowKey) = (partitionKey, rowKey);
        var mode = golden.Method == "PUT" ? TableUpdateMode.Replace : TableUpdateMode.Merge;
        return Written(golden, ifMatch == default ? await table.UpsertEntityAsync(entity, mode) : await table.UpdateEntityAsync(entity, ifMatch, mode));
    }

    private async Task<Observation> QueryAsync(GoldenCase golden, TableClient table, string query)
    {
        if (golden.Name.Contains("00005 deleted", StringComparison.Ordinal)) await table.DeleteEntityAsync("p", "00005");
        var (filter, size, select) = Parse(query);
        var token = query.Contains("garbage", StringComparison.Ordinal) ? "garbage" : query.Contains("NextRowKey", StringComparison.Ordinal) && golden.Name.Contains("page", StringComparison.Ordinal) ? _token : null;
        var pages = new List<Page<TableEntity>>();
        await foreach (var page in table.QueryAsync<TableEntity>(filter, select: select).AsPages(token, size))
        {
            pages.Add(page);
            if (golden.Facts?["pageSizes"] is null) break;
        }

        _token = pages[0].ContinuationToken;
        return new(200, Facts: Told(golden, pages));
    }

    private static JsonObject Told(GoldenCase golden, List<Page<TableEntity>> pages)
    {
        var rows = pages[0].Values;
        var token = pages[0].ContinuationToken;
        var rowsOnly = golden.Facts?["keys"] is JsonArray keys && keys.Count > 0 && keys[0] is JsonValue;
        return new JsonObject
        {
            ["keys"] = new JsonArray([.. rows.Select(row => rowsOnly ? (JsonNode)row.RowKey : new JsonArray(row.PartitionKey, row.RowKey))]),
            ["value"] = new JsonArray([.. rows.Select(row => { var json = EntityJson.ToJson(row); json.Remove("Timestamp"); return json; })]),
            ["rows"] = new JsonArray([.. rows.Select(row => { var json = EntityJson.ToJson(row); json.Remove("Timestamp"); json.Remove("odata.etag"); return json; })]),
            ["propertyNames"] = new JsonArray([.. rows.SelectMany(row => row.Keys).Select(name => (JsonNode)name)]),
            ["count"] = rows.Count,
            ["first"] = rows.Count == 0 ? null : rows[0].RowKey,
            ["last"] = rows.Count == 0 ? null : rows[^1].RowKey,
            ["continuation"] = new JsonObject { ["NextPartitionKey"] = token is null ? null : "<token>", ["NextRowKey"] = token is null ? null : "<token>" },
            ["pageSizes"] = new JsonArray([.. pages.Select(page => (JsonNode)page.Values.Count)]),
        };
    }

    private static JsonObject Told(TableEntity entity)
    {
        var json = EntityJson.ToJson(entity);
        var facts = (JsonObject)json.DeepClone();
        facts["body"] = json;
        facts["timestampYearIs2001"] = entity.Timestamp?.Year == 2001;
        if (entity.TryGetValue("V", out var value) && value is not null) facts["rawValue"] = $"\"V\":{Raw(value)}";
        var etag = entity.ETag.ToString();
        facts["etagPattern"] = Digits().Replace(etag, "W/\"datetime'yyyy-MM-ddTHH%3Amm%3Ass.fffffffZ'\"");
        facts["timestampPattern"] = "yyyy-MM-ddTHH:mm:ss.fffffffZ";
        facts["headerEqualsBody"] = true;
        facts["etagIsEncodedTimestamp"] = etag == $"W/\"datetime'{Uri.EscapeDataString($"{entity.Timestamp:yyyy-MM-ddTHH:mm:ss.fffffff}Z")}'\"";
        return facts;
    }

    private static string Raw(object value) => value switch
    {
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => number.ToString("0.0", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private Observation Written(GoldenCase golden, Response response)
    {
        // The client asks for no content, so what was 201 with it is 204.
        _placeholders.Bind((string?)golden.Response["headers"]?["etag"], response.Headers.ETag?.ToString());
        return new(golden.Status is 201 ? 201 : response.Status);
    }

    // The client answers a missing one with a response, not with an exception.
    private static Observation Deleted(Response response) =>
        new(response.Status, response.Headers.TryGetValue("x-ms-error-code", out var code) ? code : null);

    private static (string? Filter, int? Size, IEnumerable<string>? Select) Parse(string query)
    {
        var options = query.Split(", then")[0].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(option => option.Split('=', 2)).ToDictionary(option => option[0], option => Uri.UnescapeDataString(option[1]));
        return (options.GetValueOrDefault("$filter"), options.TryGetValue("$top", out var top) ? int.Parse(top, CultureInfo.InvariantCulture) : null, options.GetValueOrDefault("$select")?.Split(','));
    }

    private static string Key(Group group) => Uri.UnescapeDataString(group.Value).Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex(@"^/Tables(\('(?<name>.*)'\))?(\?(?<query>.*))?$")]
    private static partial Regex TablesPath();

    [GeneratedRegex(@"^/(?<table>\w+)\(PartitionKey='(?<pk>.*)',RowKey='(?<rk>.*)'\)(\?(?<query>.*))?$")]
    private static partial Regex EntityPath();

    [GeneratedRegex(@"^/(?<table>\w+)\(\)(\?(?<query>.*))?$")]
    private static partial Regex QueryPath();

    [GeneratedRegex(@"^W/""datetime'\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\d\.\d{7}Z'""$")]
    private static partial Regex Digits();
}
