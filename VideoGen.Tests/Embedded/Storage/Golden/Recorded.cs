using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Data.Tables;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>What the recording says in words: entities too large to write down, and what lay in the tables before.</summary>
internal static partial class Recorded
{
    public static TableEntity Entity(GoldenCase golden)
    {
        if (golden.Request["body"] is JsonObject body) return EntityJson.ToEntity(body);
        var words = (string)golden.Request["entity"]!;
        var entity = new TableEntity("p", golden.Name);
        if (Match(Integers(), words) is { } integers)
        {
            entity.RowKey = $"n{integers}";
            Fill(integers, i => entity[$"P{i}"] = i);
        }

        if (Match(Strings(), words) is { } strings) Fill(strings, i => entity[$"S{i}"] = new string('x', 32000));
        if (Match(Bytes(), words) is { } bytes) entity["X"] = Enumerable.Repeat((byte)0x41, bytes).ToArray();
        if (words.StartsWith("existing", StringComparison.Ordinal)) Fill(10, i => entity[$"T{i}"] = new string('x', 32000));
        return entity;
    }

    /// <summary>Puts there what the group's first request found.</summary>
    public static async Task PrepareAsync(OpenData data, string group, IEnumerable<GoldenCase> cases)
    {
        var names = group switch
        {
            "table-create" or "table-missing" => [],
            "transaction" => (string[])["gtrans", "gbasic"],
            _ => ["g" + group.Replace("entity-", "", StringComparison.Ordinal)],
        };
        foreach (var name in names) await data.Table(name).CreateAsync();
        foreach (var part in Before(group, cases).GroupBy(entity => entity.PartitionKey).SelectMany(partition => partition.Chunk(100)))
        {
            await data.Table(names[0]).SubmitTransactionAsync(part.Select(entity => new TableTransactionAction(TableTransactionActionType.Add, entity)));
        }
    }

    private static IEnumerable<TableEntity> Before(string group, IEnumerable<GoldenCase> cases) => group switch
    {
        "limits" => [new TableEntity(Enumerable.Range(0, 10).ToDictionary(i => $"S{i}", object (i) => new string('x', 32000))) { PartitionKey = "p", RowKey = "grow" }],
        "types" => [new TableEntity("p", "chg") { ["V"] = "text" }],
        "order" =>
        [
            .. from key in cases.First().Request["inserted"]!.AsArray() select new TableEntity("p", (string)key!),
            .. from partition in (string[])["xb", "xa", "xB", "x2", "x10", "x"] from row in (string[])["2", "1"] select new TableEntity(partition, row),
        ],
        "paging" => Enumerable.Range(0, 1250).Select(i => new TableEntity("p", $"{i:D5}") { ["n"] = i }),
        "transaction" => [new TableEntity("p", "exists") { ["V"] = 1 }],
        _ => [],
    };

    private static int? Match(Regex pattern, string words) => pattern.Match(words) is { Success: true } match ? int.Parse(match.Groups[1].Value) : null;

    private static void Fill(int count, Action<int> set)
    {
        for (var i = 0; i < count; i++) set(i);
    }

    [GeneratedRegex("and ([0-9]+) Int32 properties")]
    private static partial Regex Integers();

    [GeneratedRegex("^([0-9]+) string properties")]
    private static partial Regex Strings();

    [GeneratedRegex("Edm.Binary, ([0-9]+) bytes")]
    private static partial Regex Bytes();
}
