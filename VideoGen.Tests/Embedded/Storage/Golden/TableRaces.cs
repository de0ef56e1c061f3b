using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;

namespace VideoGen.Tests.Embedded.Storage.Golden;

/// <summary>Makes recorded requests many times at once.</summary>
internal sealed class TableRaces(OpenData data)
{
    private readonly TableClient _table = data.Table("grace");

    public Task<Observation> ObserveAsync(GoldenCase golden, int times) => golden.Method switch
    {
        "POST" => Observation.OfMany(times, async _ => new((await _table.AddEntityAsync(new TableEntity("p", "one"))).Status)),
        "PUT" => UpdateAsync(times),
        "MERGE" => MergeAsync(times),
        _ => Observation.OfMany(times, async _ =>
        {
            var response = await _table.DeleteEntityAsync("p", "one", ETag.All);
            return new(response.Status, response.Headers.TryGetValue("x-ms-error-code", out var code) ? code : null);
        }),
    };

    private async Task<Observation> UpdateAsync(int times)
    {
        var before = await _table.GetEntityAsync<TableEntity>("p", "one");
        return await Observation.OfMany(times, async i => new((await _table.UpdateEntityAsync(new TableEntity("p", "one") { ["Winner"] = i }, before.Value.ETag, TableUpdateMode.Replace)).Status));
    }

    private async Task<Observation> MergeAsync(int times)
    {
        var observed = await Observation.OfMany(times, async i => new((await _table.UpsertEntityAsync(new TableEntity("p", "one") { [$"Own{i}"] = i })).Status));
        var after = await _table.GetEntityAsync<TableEntity>("p", "one");
        observed.Facts!["ownPropertiesAfterwards"] = (JsonNode)after.Value.Keys.Count(name => name.StartsWith("Own", StringComparison.Ordinal));
        return observed;
    }
}
